"""S10.5 请假扣薪 Leave deductions: what absence of each type takes off the pay."""

import narwhals.stable.v2 as nw
import polars as pl

from ledger.ruleset import RuleSet
from projections.expressions import Expression, Frame, round_half_up, total, whole
from projections.leave import ABSENTEEISM, FULL_DAY
from projections.pay.base import on_day
from projections.period_terms import STANDARD_DAY
from projections.tables import Tables


def deductions(tables: Tables, absences: Frame, salaries: Frame, rules: RuleSet) -> Frame:
    """S10.5: a row a type. Columns: employee, type, amount (fen, negative).

    Beside them minutes, milli_days, unpaid (the share, in hundredths), day (the first), monthly and salary.

    The day's pay is the base amount in force on the first date absent for that type, over the days of pay.
    """
    shares = [(name, leave_type.unpaid_percent) for name, leave_type in rules.leave_types.items()]
    unpaid = tables.made_of(
        {"type": pl.String, "unpaid": pl.Int64}, [*shares, (ABSENTEEISM, rules.absenteeism_multiple)]
    )
    summed = absences.group_by("employee", "type").agg(
        minutes=total("minutes"), milli_days=total("milli_days"), day=nw.col("day").min()
    )
    paid = on_day(summed.join(unpaid.filter(nw.col("unpaid") > 0), on="type"), salaries)
    return paid.with_columns(amount=_amount(rules))


def _amount(rules: RuleSet) -> Expression:
    """`daily x absence x unpaid share`, in one rounding: the share is in hundredths, and so are the days of pay."""
    measure, unit = ("minutes", STANDARD_DAY) if rules.deduction_unit == "minutes" else ("milli_days", FULL_DAY)
    numerator = nw.col("monthly") * nw.col(measure) * nw.col("unpaid")
    return whole(0) - round_half_up(numerator, rules.pay_days * unit)
