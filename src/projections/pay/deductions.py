"""S10.5 请假扣薪 Leave deductions: what absence of each type takes off the pay."""

import narwhals.stable.v2 as nw
import polars as pl

from ledger.ruleset import RuleSet
from projections.contracts import STANDARD_DAY
from projections.expressions import (
    Expression,
    Frame,
    no_less_than_zero,
    round_half_up,
    running_total,
    smaller,
    total,
    whole,
)
from projections.leave import ABSENTEEISM, FULL_DAY
from projections.stretches import on_day
from projections.tables import Tables

TYPE_ORDER = ("personal", "sick", ABSENTEEISM)
"""The types of deductions that come first, in this order; others follow by name."""


def deductions(tables: Tables, absences: Frame, base: Frame, salaries: Frame, rules: RuleSet) -> Frame:
    """S10.5, S10.5a: a row a type. Columns: employee, type, amount (fen, negative).

    Beside them minutes (of pay), milli_days, unpaid (the share, in hundredths), day (the first), monthly and salary,
    due (the amount before S10.5a) and base (the base line).

    The day's pay is the base amount in force on the first date absent for that type, over the days of pay. Together the
    deductions do not exceed the base line: `base` is employee, amount.
    """
    shares = [(name, leave_type.unpaid_percent) for name, leave_type in rules.leave_types.items()]
    unpaid = tables.made_of(
        {"type": pl.String, "unpaid": pl.Int64}, [*shares, (ABSENTEEISM, rules.absenteeism_multiple)]
    )
    summed = absences.group_by("employee", "type").agg(
        minutes=total("pay_minutes"), milli_days=total("milli_days"), day=nw.col("day").min()
    )
    paid = on_day(summed.join(unpaid.filter(nw.col("unpaid") > 0), on="type"), salaries)
    return _within_base(tables, paid.with_columns(due=_amount(rules)), base, rules)


def _within_base(tables: Tables, due: Frame, base: Frame, rules: RuleSet) -> Frame:
    """S10.5a: in the order of the lines, what goes beyond the base line is cut off the last ones."""
    others = sorted(set(rules.leave_types) - set(TYPE_ORDER))
    places = tables.made_of(
        {"type": pl.String, "place": pl.Int64}, [(name, place) for place, name in enumerate((*TYPE_ORDER, *others))]
    )
    placed = due.join(places, on="type").join(base.select("employee", base="amount"), on="employee")
    sized = placed.with_columns(size=whole(0) - nw.col("due"))
    before = running_total("size", ["employee"], ["place"]) - nw.col("size")
    left = no_less_than_zero(nw.col("base") - nw.col("before"))
    return (
        sized.with_columns(before=before)
        .with_columns(left=left)
        .with_columns(amount=whole(0) - smaller(nw.col("size"), nw.col("left")))
        .drop("place", "size", "before", "left")
    )


def _amount(rules: RuleSet) -> Expression:
    """`daily x absence x unpaid share`, in one rounding: the share is in hundredths, and so are the days of pay."""
    measure, unit = ("minutes", STANDARD_DAY) if rules.deduction_unit == "minutes" else ("milli_days", FULL_DAY)
    numerator = nw.col("monthly") * nw.col(measure) * nw.col("unpaid")
    return whole(0) - round_half_up(numerator, rules.pay_days * unit)
