"""S10.5 请假扣薪 Leave deductions: what absence of each type takes off the pay."""

import narwhals.stable.v2 as nw
import polars as pl

from ledger.ruleset import RuleSet
from projections.contracts import MONTHLY
from projections.expressions import (
    Expression,
    Frame,
    taken_in_turn,
    total,
    whole,
)
from projections.leave import ABSENTEEISM, FULL_DAY
from projections.pay.sick_pay import PARTS, lost_of_day, most_of_month
from projections.pay.sick_shares import SICK
from projections.pay.sources import PaySources
from projections.rounded_sums import rounded_sums
from projections.stretches import on_day

TYPE_ORDER = ("personal", "sick", ABSENTEEISM)
"""The types of deductions that come first, in this order; others follow by name."""


def deductions(sources: PaySources) -> Frame:
    """S10.5, S10.5a, S10.5b: a row a type. Columns: employee, type, amount (fen, negative).

    Beside them minutes (of pay), milli_days, unpaid (the share, in hundredths; of sick leave that of `leave_types`),
    day (the first), monthly and salary, uncut (the amount before any limit), most (S10.5b, missing where there is
    none), due (the amount before S10.5a) and base (the base line).

    The day's pay is the base amount in force on the first date absent for that type, over the days of pay; only days
    under monthly pay count. Together the deductions do not exceed the base line.
    """
    each = absent_dates(sources)
    keys = ("employee", "type", "day_minutes") if sources.rules.deduction_unit == "minutes" else ("employee", "type")
    amounts = rounded_sums(sources.tables, each, *keys).group_by("employee", "type").agg(uncut=total("amount"))
    sums = each.group_by("employee", "type").agg(
        minutes=total("pay_minutes"),
        milli_days=total("milli_days"),
        day=nw.col("first").min(),
        unpaid=nw.col("unpaid").min(),
        monthly=nw.col("monthly").min(),
        salary=nw.col("salary").min(),
    )
    summed = sums.join(amounts, on=["employee", "type"]).with_columns(uncut=whole(0) - nw.col("uncut"))
    return _within_base(sources, _within_month(sources, summed))


def absent_dates(sources: PaySources) -> Frame:
    """S10.5: each absence on a day under monthly pay, with what it takes off.

    Columns: those of `absences`; day_minutes and contract; first (the first date of its type), monthly and salary (in
    force on that date), unpaid, percent and years (of sick leave, S10.5b), served_by, and numerator over denominator,
    what it takes off in fen.
    """
    rules = sources.rules
    terms = sources.pay_terms
    here = on_day(sources.earned.attendance.absences.join(_shares(sources), on="type"), terms).filter(
        nw.col("pay") == MONTHLY
    )
    dated = here.drop("from_day", "until_day", "pay", "rate", "monthly", "salary").with_columns(
        first=nw.col("day").min().over("employee", "type")
    )
    salaries = terms.select("employee", "from_day", "until_day", "monthly", "salary")
    paid = dated.join(salaries, on="employee").filter(
        (nw.col("from_day") <= nw.col("first")) & (nw.col("until_day") >= nw.col("first"))
    )
    shares = sources.sick_shares.with_columns(type=nw.lit(SICK))
    shared = paid.drop("from_day", "until_day").join(shares, on=["employee", "day", "type"], how="left")
    sick = nw.col("type") == SICK
    lost = nw.when(sick).then(lost_of_day(rules)).otherwise(nw.col("monthly") * nw.col("unpaid"))
    measure, unit = _measure(rules)
    return shared.with_columns(numerator=lost * measure, denominator=nw.when(sick).then(unit * PARTS).otherwise(unit))


def _shares(sources: PaySources) -> Frame:
    """S10.5: type, unpaid (hundredths): the types of absence that take something off, sick leave under S10.5b too."""
    shares = [(name, leave_type.unpaid_percent) for name, leave_type in sources.rules.leave_types.items()]
    every = [*shares, (ABSENTEEISM, sources.rules.absenteeism_multiple)]
    tiered = sources.rules.sick_pay_tiers is not None
    kept = [(name, unpaid) for name, unpaid in every if unpaid > 0 or (tiered and name == SICK)]
    return sources.tables.made_of({"type": pl.String, "unpaid": pl.Int64}, kept)


def _measure(rules: RuleSet) -> tuple[Expression, Expression]:
    """How long an absence is, and what a day of it is over: the minutes of that date, or a whole shift."""
    if rules.deduction_unit == "minutes":
        return nw.col("pay_minutes"), nw.col("day_minutes") * rules.pay_days
    return nw.col("milli_days"), whole(FULL_DAY * rules.pay_days)


def _within_month(sources: PaySources, summed: Frame) -> Frame:
    """S10.5b: sick leave takes no more off than leaves the floor of the month."""
    if sources.rules.sick_pay_floor is None:
        return summed.with_columns(most=whole(None), due=nw.col("uncut"))
    limited = summed.join(most_of_month(sources), on="employee", how="left").with_columns(
        most=nw.when(nw.col("type") == SICK).then(nw.col("most"))
    )
    above = (0 - nw.col("uncut")) > nw.col("most")
    return limited.with_columns(due=nw.when(above).then(0 - nw.col("most")).otherwise(nw.col("uncut")))


def _within_base(sources: PaySources, due: Frame) -> Frame:
    """S10.5a: in the order of the lines, what goes beyond the base line is cut off the last ones."""
    others = sorted(set(sources.rules.leave_types) - set(TYPE_ORDER))
    places = sources.tables.made_of(
        {"type": pl.String, "place": pl.Int64}, [(name, place) for place, name in enumerate((*TYPE_ORDER, *others))]
    )
    base = sources.base.select("employee", base="amount")
    placed = due.join(places, on="type").join(base, on="employee")
    sized = placed.with_columns(size=whole(0) - nw.col("due"))
    kept = taken_in_turn(sized, "kept", "size", "base", ["employee"], ["place"])
    return kept.with_columns(amount=whole(0) - nw.col("kept")).drop("place", "size", "kept")
