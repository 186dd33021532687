"""S10 数量 What each line of pay is a multiple of: nights and meals, minutes, days; and by what they are multiplied."""

import narwhals.stable.v2 as nw

from projections.attendance import attended
from projections.expressions import Expression, Frame, one, rows, total, whole
from projections.leave import FULL_DAY
from projections.pay.allowances import MEAL, nights
from projections.pay.deductions import absent_dates, deductions
from projections.pay.holiday_pay import by_shift, on_holidays
from projections.pay.hourly import hourly_minutes
from projections.pay.overtime_pay import overtime_pay, paid_overtime
from projections.pay.sick_pay import PARTS, lost_of_day
from projections.pay.sick_shares import SICK, WHOLE
from projections.pay.sources import PaySources
from projections.rounded_sums import rounded_sums

NIGHTS, MEALS, MINUTES, MILLI_DAYS = "nights", "meals", "minutes", "milli_days"
"""What is counted."""
PART = ("unit", "count", "over", "each", "times", "share", "at_floor")
"""The columns of a part of a quantity.

unit (as above), count (how many), over (the minutes of the shift that minutes are a part of), each (fen, of minutes fen
an hour), times (hundredths), share (percent; of a deduction what is not paid), at_floor (1 where the floor of sick pay
holds in place of a share, else 0). What does not apply is missing.
"""
TYPED = ("employee", "type", *PART, "product")


def quantity(
    found: Frame, product: Frame, unit: Expression, count: str, kind: Expression | None = None, **parts: Expression
) -> Frame:
    """The parts of the quantities of a line: employee, type, those of `PART`, and product.

    `found` has employee, the column `count` and what `parts` name; `product` has employee, or employee and type, and
    product: what all parts of the line come to, in fen, rounded as its clause says.
    """
    missing = {name: whole(None) for name in ("over", "each", "times", "share")} | {"at_floor": whole(0)}
    typed = nw.lit(None, dtype=nw.String) if kind is None else kind
    made = found.select("employee", type=typed, unit=unit, count=count, **missing | parts)
    keys = ["employee"] if kind is None else ["employee", "type"]
    return made.filter(nw.col("count") > 0).join(product, on=keys).select(*TYPED)


def of_base(sources: PaySources) -> Frame:
    """S10.1a: minutes by the hour, by rate and paid share; they come to the base where no day is by the month."""
    found = hourly_minutes(sources)
    product = rounded_sums(sources.tables, found, "employee").select("employee", product="amount")
    paid = found.filter(nw.col("numerator") > 0)
    summed = paid.group_by("employee", "rate", "share").agg(minutes=total("minutes"))
    floor = nw.col("share").is_null()
    each = nw.when(~floor).then(nw.col("rate"))
    return quantity(summed, product, nw.lit(MINUTES), "minutes", each=each, share=nw.col("share"), at_floor=one(floor))


def of_nights(sources: PaySources) -> Frame:
    """S10.2: overnight shifts at an amount each."""
    return _at_each(nights(sources.earned.attendance.shifts), NIGHTS, sources.rules.night_allowance)


def of_meals(sources: PaySources) -> Frame:
    """S10.3: attended shifts at an amount each, of the allowance of that type."""
    return _at_each(attended(sources.earned.attendance.shifts), MEALS, sources.rules.meal_allowance, nw.lit(MEAL))


def _at_each(shifts: Frame, unit: str, each: int, kind: Expression | None = None) -> Frame:
    counted = shifts.group_by("employee").agg(count=rows())
    typed = counted if kind is None else counted.with_columns(type=kind)
    keys = ("employee",) if kind is None else ("employee", "type")
    product = typed.select(*keys, product=nw.col("count") * each)
    return quantity(counted, product, nw.lit(unit), "count", kind, each=whole(each))


def of_holidays(sources: PaySources) -> Frame:
    """S10.4, S10.4a: whole shifts as days, a part of one over its minutes, else minutes; each by its multiple."""
    found = on_holidays(sources).filter(nw.col("wage") > 0)
    product = found.group_by("employee").agg(product=total("amount"))
    shift, is_whole = by_shift(sources.rules), nw.col("holiday_minutes") == nw.col("full")
    days = found.filter(shift & is_whole).group_by("employee", "factor").agg(count=rows() * FULL_DAY)
    minutes = found.filter(~shift).group_by("employee", "factor").agg(count=total("holiday_minutes"))
    partial = found.filter(shift & ~is_whole).with_columns(count=nw.col("holiday_minutes"))
    times = nw.col("factor")
    return nw.concat(
        [
            quantity(days, product, nw.lit(MILLI_DAYS), "count", times=times),
            quantity(partial, product, nw.lit(MINUTES), "count", times=times, over=nw.col("full")),
            quantity(minutes, product, nw.lit(MINUTES), "count", times=times),
        ]
    )


def of_overtime(sources: PaySources) -> Frame:
    """S10.8: the minutes of each multiple."""
    found = paid_overtime(sources).filter(nw.col("wage") > 0)
    product = overtime_pay(sources).select("employee", product="amount")
    summed = found.group_by("employee", "multiple").agg(minutes=total("minutes"))
    return quantity(summed, product, nw.lit(MINUTES), "minutes", times=nw.col("multiple"))


def of_settled(found: Frame) -> Frame:
    """S3.10, S10.8a: minutes at a multiple; `found` as of `settled_time.settled_time`."""
    product = found.select("employee", product="amount")
    return quantity(found, product, nw.lit(MINUTES), "minutes", times=nw.col("multiple"))


def of_settled_leave(found: Frame) -> Frame:
    """S3.10d: the same of each type of leave."""
    product = found.select("employee", "type", product="amount")
    return quantity(found, product, nw.lit(MINUTES), "minutes", nw.col("type"), times=nw.col("multiple"))


def of_deductions(sources: PaySources) -> Frame:
    """S10.5, S10.5b: what is absent, by the share that is not paid; the product is what is due before any limit."""
    rules = sources.rules
    sick = nw.col("type") == SICK
    share = nw.when(sick).then(WHOLE - nw.col("percent")).otherwise(nw.col("unpaid"))
    by_share = nw.col("monthly") * share * PARTS
    floor = sick & (lost_of_day(rules) != by_share)
    found = absent_dates(sources).filter(nw.col("numerator") > 0)
    shared = found.with_columns(share=nw.when(~floor).then(share), at_floor=one(floor))
    by_minutes = rules.deduction_unit == "minutes"
    unit, measure = (MINUTES, "pay_minutes") if by_minutes else (MILLI_DAYS, "milli_days")
    summed = shared.group_by("employee", "type", "share", "at_floor").agg(count=total(measure))
    product = deductions(sources).select("employee", "type", product="uncut")
    parts = {name: nw.col(name) for name in ("share", "at_floor")}
    return quantity(summed, product, nw.lit(unit), "count", nw.col("type"), **parts)
