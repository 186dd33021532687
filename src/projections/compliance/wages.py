"""S14.6 … S14.9 最低工资与扣款 What is paid against minimum wages, and what is taken off against its limits."""

import narwhals.stable.v2 as nw

from ledger.facts.contracts import STANDARD_DAY
from projections.compliance.limits import Looked, beyond, of_period
from projections.contracts import HOURLY, MONTHLY, of_employed_days, of_last_day
from projections.expressions import Frame, exists, marked, round_half_up, smaller, total, whole
from projections.leave import ABSENTEEISM
from projections.pay.pay_lines import PAY_LINES

WAGE_LINES = tuple(name for name, line in PAY_LINES.items() if line.is_wage)
"""The lines of pay that count towards the minimum wage (S14.6)."""
DEDUCTION_LINES = tuple(name for name, line in PAY_LINES.items() if line.may_take_off)
"""The lines that are deductions where they are negative (S14.8)."""
_LEAVE_DEDUCTION = "leave_deduction"
_HUNDRED_PERCENT = 100


def minimum_wages(looked: Looked, limit: int) -> Frame:
    """S14.6: the minimum wage of a month, in fen, by the minutes a day of the last day employed. employee, limit."""
    minutes = smaller(nw.col("day_minutes"), whole(STANDARD_DAY))
    of_day = of_last_day(looked.members, looked.facts.contracts)
    return of_day.select("employee", limit=round_half_up(minutes * limit, STANDARD_DAY))


def minimum_wage(looked: Looked, limit: int) -> Frame:
    """S14.6 最低工资: base, star, bonus and awards of who is paid by the month on every day, without deductions."""
    lines = looked.payroll[1]
    deducted = exists(lines.filter(nw.col("line") == _LEAVE_DEDUCTION), "deducted", "employee")
    wages = lines.filter(nw.col("line").is_in(list(WAGE_LINES))).group_by("employee").agg(value=total("amount"))
    asked = _by_the_month_throughout(looked).join(deducted, on="employee", how="left").filter(~marked("deducted"))
    found = asked.select("employee").join(minimum_wages(looked, limit), on="employee")
    paid = found.join(wages, on="employee", how="left").with_columns(nw.col("value").fill_null(0))
    return beyond("minimum_wage", "S14.6", of_period(paid, looked.period), nw.col("value") < nw.col("limit"))


def _by_the_month_throughout(looked: Looked) -> Frame:
    """Who is employed under monthly pay on every day of the period: employee."""
    monthly = of_employed_days(looked.members, looked.facts.contracts).filter(nw.col("pay") == MONTHLY)
    days = monthly.group_by("employee").agg(days=total("days"))
    return days.filter(nw.col("days") == looked.period.days).select("employee")


def minimum_hourly_wage(looked: Looked, limit: int) -> Frame:
    """S14.7 最低小时工资: the lowest rate in force on a day under hourly pay."""
    hourly = of_employed_days(looked.members, looked.facts.contracts).filter(nw.col("pay") == HOURLY)
    lowest = hourly.group_by("employee").agg(value=nw.col("rate").min())
    found = of_period(lowest.with_columns(limit=whole(limit)), looked.period)
    return beyond("minimum_hourly_wage", "S14.7", found, nw.col("value") < limit)


def deducted(looked: Looked) -> Frame:
    """S14.8: who has a negative line of `DEDUCTION_LINES`, what these come to, as an amount above 0, and the total.

    Columns, in fen: employee, deducted, total.
    """
    negative = nw.col("line").is_in(list(DEDUCTION_LINES)) & (nw.col("amount") < 0)
    lines = looked.payroll[1].join(looked.members.select("employee"), on="employee")
    sized = lines.with_columns(deducted=nw.when(negative).then(0 - nw.col("amount")).otherwise(whole(0)))
    summed = sized.group_by("employee").agg(deducted=total("deducted"), total=total("amount"))
    return summed.filter(nw.col("deducted") > 0)


def deduction_share(looked: Looked, limit: int) -> Frame:
    """S14.8 扣款比例: the deductions together, above a share of the total before them, cut down to a fen."""
    before = nw.col("total") + nw.col("deducted")
    found = deducted(looked).select("employee", value="deducted", limit=before * limit // _HUNDRED_PERCENT)
    return beyond("deduction_share", "S14.8", of_period(found, looked.period), nw.col("value") > nw.col("limit"))


def deduction_floor(looked: Looked, limit: int) -> Frame:
    """S14.8 扣款后工资: with a deduction, a total below the minimum wage."""
    found = deducted(looked).select("employee", value="total").join(minimum_wages(looked, limit), on="employee")
    return beyond("deduction_floor", "S14.8", of_period(found, looked.period), nw.col("value") < nw.col("limit"))


def absenteeism_multiple(looked: Looked, limit: int) -> Frame:
    """S14.9 旷工倍数: a set that takes off more than the limit a day, for whoever has such a line."""
    absent = (nw.col("line") == _LEAVE_DEDUCTION) & (nw.col("type") == ABSENTEEISM)
    with_line = looked.payroll[1].filter(absent).join(looked.members.select("employee"), on="employee")
    multiple = looked.rules.absenteeism_multiple
    each = with_line.select("employee").unique().with_columns(value=whole(multiple), limit=whole(limit))
    return beyond("absenteeism_multiple", "S14.9", of_period(each, looked.period), nw.col("value") > nw.col("limit"))
