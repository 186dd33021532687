"""S10.5b 病假工资 Sick pay: its share by the years of service, and the floor under a sick day and a sick month."""

import narwhals.stable.v2 as nw
import polars as pl

from ledger.ruleset import RuleSet
from projections.contracts import MONTHLY, STANDARD_DAY
from projections.expressions import (
    Expression,
    Frame,
    last_recorded,
    no_less_than_zero,
    round_half_up,
    smaller,
    total,
    whole,
)
from projections.pay.pay_terms import HOUR, HUNDREDTHS
from projections.pay.sources import PaidDays
from projections.service_years import completed_years, row_of
from projections.stretches import employed

SICK = "sick"
_WHOLE = 100
"""Percent."""
PARTS = 24
"""A day's sick pay is counted in this part of a fen over the hundredths of the days of pay: with it a month's floor
over 480 minutes, in hundredths, has no remainder."""
_FLOOR = PARTS * HUNDREDTHS // STANDARD_DAY


def sick_shares(sources: PaidDays) -> Frame:
    """S10.5b: the percent of a day's pay that each sick date pays.

    By the years completed on the first date of the leave (of several sick leaves on a date, the first recorded).

    Columns: employee, day, percent, years (missing without `sick_pay_tiers`), served_from (the day from which they
    count), served_by (the ledger position of the fact that says so).
    """
    sick = sources.earned.attendance.absences.filter(nw.col("type") == SICK)
    first = sick.group_by("employee", "day").agg(request=nw.col("request").min())
    leaves = sources.tables.of("leaves").select("employee", request="position", asked_from="first_day")
    continuous = last_recorded(sources.tables.of("seniorities"), "employee").select(
        "employee", "continuous_from", seniority="position"
    )
    known = (
        first.join(leaves, on=["employee", "request"])
        .join(sources.staff.employment.select("employee", "hired_on", "hired_by"), on="employee")
        .join(continuous, on="employee", how="left")
    )
    stated = ~nw.col("continuous_from").is_null()
    served = sources.tables.settle(
        known.select(
            "employee",
            "day",
            "asked_from",
            served_from=nw.when(stated).then(nw.col("continuous_from")).otherwise(nw.col("hired_on")),
            served_by=nw.when(stated).then(nw.col("seniority")).otherwise(nw.col("hired_by")),
        )
    )
    return served.join(_read(sources, served), on=["asked_from", "served_from"]).drop("asked_from")


def _read(sources: PaidDays, served: Frame) -> Frame:
    """What the table of `sick_pay_tiers` reads: asked_from, served_from, percent, years."""
    rules = sources.rules
    by_type = rules.leave_types.get(SICK)
    stated = _WHOLE - by_type.unpaid_percent if by_type is not None else _WHOLE
    pairs = sources.tables.engine.rows(served.select("asked_from", "served_from").unique())
    read: list[tuple[int, int, int, int | None]] = []
    for asked_from, served_from in pairs.iter_rows():
        years = completed_years(served_from, asked_from)
        row = row_of(rules.sick_pay_tiers or (), years)
        ruled = years if rules.sick_pay_tiers is not None else None
        read.append((asked_from, served_from, stated if row is None else row.percent, ruled))
    schema = {"asked_from": pl.Int64, "served_from": pl.Int64, "percent": pl.Int64, "years": pl.Int64}
    return sources.tables.made_of(schema, read)


def lost_of_day(rules: RuleSet) -> Expression:
    """S10.5b: what a whole sick day under monthly pay takes off, in `PARTS` of a fen over the days of pay.

    Of `monthly` (the amount of a day), `percent` and `day_minutes`: nothing, where a day's pay is below the floor.
    """
    day = nw.col("monthly") * (_WHOLE * PARTS)
    paid = nw.col("monthly") * nw.col("percent") * PARTS
    if rules.sick_pay_floor is not None:
        floor = _floor_of(rules) * _FLOOR
        paid = nw.when(paid < floor).then(floor).otherwise(paid)
    return no_less_than_zero(day - paid)


def paid_by_the_hour(sick: Frame, rules: RuleSet) -> Frame:
    """S10.5b on days under hourly pay: adds numerator and denominator of what the `minutes` of a sick leave are paid.

    `sick` has rate, day_minutes, percent and minutes; `share`, the percent of them that is paid, is missing where the
    floor pays.
    """
    day = nw.col("rate") * nw.col("day_minutes")
    hourly = whole(HOUR * HUNDREDTHS)
    if rules.sick_pay_floor is None:
        share = nw.col("percent")
        return sick.with_columns(share=share, numerator=nw.col("rate") * nw.col("minutes") * share, denominator=hourly)
    # Both sides of these are a day's pay, brought to whole numbers.
    floor = _floor_of(rules) * (_FLOOR * HOUR * HUNDREDTHS // PARTS)
    compared = sick.with_columns(
        below_day=floor < day * _WHOLE * rules.pay_days,
        above_share=floor > day * nw.col("percent") * rules.pay_days,
    )
    by_floor = nw.col("below_day") & nw.col("above_share")
    capped = nw.when(~nw.col("below_day")).then(whole(_WHOLE)).otherwise(nw.col("percent"))
    shared = compared.with_columns(share=nw.when(~by_floor).then(capped), by_floor=by_floor)
    by_rate = nw.col("rate") * nw.col("minutes") * nw.col("share")
    floored = _floor_of(rules) * _FLOOR * nw.col("minutes")
    return shared.with_columns(
        numerator=nw.when(by_floor).then(floored).otherwise(by_rate),
        denominator=nw.when(by_floor).then(nw.col("day_minutes") * (PARTS * rules.pay_days)).otherwise(hourly),
    ).drop("by_floor", "below_day", "above_share")


def _floor_of(rules: RuleSet) -> Expression:
    """The month's floor for a day of these minutes, at most 480, in fen times minutes."""
    return smaller(nw.col("day_minutes"), whole(STANDARD_DAY)) * (rules.sick_pay_floor or 0)


def most_of_month(sources: PaidDays) -> Frame:
    """S10.5b: the most that sick leave takes off the pay of a month, so that the floor is left of it.

    Columns: employee, most (fen); no row without a day under monthly pay.
    """
    rules = sources.rules
    monthly = employed(sources.members, sources.pay_terms).filter(nw.col("pay") == MONTHLY)
    above = no_less_than_zero(nw.col("monthly") * STANDARD_DAY - _floor_of(rules))
    summed = monthly.with_columns(above=above * nw.col("days")).group_by("employee").agg(above=total("above"))
    return summed.select("employee", most=round_half_up(nw.col("above"), sources.period.days * STANDARD_DAY))
