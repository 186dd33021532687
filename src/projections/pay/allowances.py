"""S10.2 … S10.4 津贴与国定假期 Allowances by shift and by grant, and threefold pay on statutory holidays."""

import narwhals.stable.v2 as nw

from ledger.ruleset import RuleSet
from projections.calendar import Period
from projections.expressions import Frame, round_half_up, rows, total
from projections.pay.base import HUNDREDTHS, on_day
from projections.tables import Tables

MEAL = "meal"


def _worked(shifts: Frame) -> Frame:
    """Attended shifts, and those with a missing punch that the rule set counts as planned: all with minutes."""
    counted = nw.col("counted") > 0
    return shifts.filter(counted)


def night_allowance(shifts: Frame, rules: RuleSet) -> Frame:
    """S10.2 夜班津贴: an amount for every attended overnight shift. employee, amount (fen)."""
    nights = _worked(shifts).filter(nw.col("overnight")).group_by("employee").agg(nights=rows())
    return nights.select("employee", amount=nw.col("nights") * rules.night_allowance)


def granted(tables: Tables, shifts: Frame, period: Period, rules: RuleSet) -> Frame:
    """S10.3 津贴: meals by attended shift, and whatever was granted for the period. employee, type, amount (fen)."""
    attended = shifts.filter((nw.col("status") == "attended") | (nw.col("counted") > 0))
    meals = (
        attended.group_by("employee")
        .agg(meals=rows())
        .select("employee", type=nw.lit(MEAL), amount=nw.col("meals") * rules.meal_allowance)
    )
    given = tables.of("allowances").filter(nw.col("period") == period.number).select("employee", "type", "amount")
    return nw.concat([meals, given]).group_by("employee", "type").agg(amount=total("amount"))


def holiday_pay(shifts: Frame, salaries: Frame, rules: RuleSet) -> Frame:
    """S10.4 国定假期: what a shift attended on a holiday pays beyond the month's pay. employee, amount (fen).

    Rounded per shift; a day's pay is the base amount in force on the date over the days of pay, not rounded itself.
    """
    on_holidays = on_day(_worked(shifts).filter(nw.col("holiday")), salaries)
    extra = rules.holiday_multiple - HUNDREDTHS
    amount = round_half_up(nw.col("monthly") * extra * nw.col("counted"), nw.col("full") * rules.pay_days)
    return on_holidays.with_columns(amount=amount).group_by("employee").agg(amount=total("amount"))
