"""S10.5b 病假工资 Sick pay: what a sick day takes off, and the floor under a sick day and a sick month."""

import narwhals.stable.v2 as nw

from ledger.facts.contracts import STANDARD_DAY
from ledger.ruleset import RuleSet
from projections.contracts import MONTHLY
from projections.expressions import (
    Expression,
    Frame,
    no_less_than_zero,
    round_half_up,
    smaller,
    total,
    whole,
)
from projections.pay.pay_terms import HOUR, HUNDREDTHS
from projections.pay.sick_shares import WHOLE
from projections.pay.sources import PaidDays
from projections.stretches import employed

PARTS = 24
"""A day's sick pay is counted in this part of a fen over the hundredths of the days of pay: with it a month's floor
over 480 minutes, in hundredths, has no remainder."""
_FLOOR = PARTS * HUNDREDTHS // STANDARD_DAY


def lost_of_day(rules: RuleSet) -> Expression:
    """S10.5b: what a whole sick day under monthly pay takes off, in `PARTS` of a fen over the days of pay.

    Of `monthly` (the amount of a day), `percent` and `day_minutes`: nothing, where a day's pay is below the floor.
    """
    day = nw.col("monthly") * (WHOLE * PARTS)
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
        below_day=floor < day * WHOLE * rules.pay_days,
        above_share=floor > day * nw.col("percent") * rules.pay_days,
    )
    by_floor = nw.col("below_day") & nw.col("above_share")
    capped = nw.when(~nw.col("below_day")).then(whole(WHOLE)).otherwise(nw.col("percent"))
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
