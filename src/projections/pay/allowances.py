"""S10.2, S10.3 津贴 Allowances by shift and by grant."""

import narwhals.stable.v2 as nw

from ledger.ruleset import RuleSet
from projections.attendance import attended
from projections.calendar import Period
from projections.expressions import Frame, rows, total
from projections.tables import Tables

MEAL = "meal"


def nights(shifts: Frame) -> Frame:
    """S10.2: the overnight shifts that have an allowance, with the columns of `shifts`."""
    return shifts.filter((nw.col("counted") > 0) & nw.col("overnight"))


def night_allowance(shifts: Frame, rules: RuleSet) -> Frame:
    """S10.2 夜班津贴: an amount for every attended overnight shift. employee, amount (fen)."""
    worked = nights(shifts).group_by("employee").agg(nights=rows())
    return worked.select("employee", amount=nw.col("nights") * rules.night_allowance)


def granted(tables: Tables, shifts: Frame, period: Period, rules: RuleSet) -> Frame:
    """S10.3 津贴: meals by attended shift, and whatever was granted for the period. employee, type, amount (fen)."""
    meals = (
        attended(shifts)
        .group_by("employee")
        .agg(meals=rows())
        .select("employee", type=nw.lit(MEAL), amount=nw.col("meals") * rules.meal_allowance)
    )
    given = tables.of("allowances").filter(nw.col("period") == period.number).select("employee", "type", "amount")
    return nw.concat([meals, given]).group_by("employee", "type").agg(amount=total("amount"))
