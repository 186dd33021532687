"""S10.5, S10.5a, S10.5b: what absence takes off pay, and how much of sick leave is paid."""

from datetime import date
from fractions import Fraction
from typing import Any

from . import contracts, seniority
from .attendance import Attendance, Worked
from .figures import round_half_up
from .leave import Part
from .state import View

DEDUCTIONS = ("personal", "sick", "absenteeism")
Rules = dict[str, Any]
Line = tuple[str, int, str]


def unpaid_share(rules: Rules, kind: str) -> Fraction:
    """S10.5: the unpaid share of a type of absence."""
    if kind == "absenteeism":
        return Fraction(rules["absenteeism_multiple"])
    return Fraction(rules["leave_types"][kind]["unpaid_percent"], 100)


def sick_percent(view: View, rules: Rules, employee: str, row: Worked) -> Fraction:
    """S10.5b: the paid share by the years completed on the first date of the first recorded sick leave of a date."""
    if rules["sick_pay_tiers"] is not None:
        leave = next(part for part in row.parts if part.type == "sick")
        since = seniority.start_of_service(view, employee, "continuous_from")
        percent = seniority.on_tier(rules["sick_pay_tiers"], seniority.completed_years(since, leave.since), "percent")
        if percent is not None:
            return Fraction(percent, 100)
    return 1 - unpaid_share(rules, "sick")


def floor_of_month(rules: Rules, day_minutes: int) -> Fraction:
    """S10.5b: the floor of sick pay for a whole month under a contract."""
    return Fraction(rules["sick_pay_floor"] * min(480, day_minutes), 480)


def sick_day(view: View, rules: Rules, employee: str, row: Worked, daily: Fraction) -> Fraction:
    """S10.5b: what a whole sick day pays, of a day that is paid so much."""
    paid = daily * sick_percent(view, rules, employee, row)
    if rules["sick_pay_floor"] is not None:
        day_minutes = contracts.in_force(view, employee, row.date).day_minutes
        paid = max(paid, floor_of_month(rules, day_minutes) / rules["pay_days"])
    return min(daily, paid)


def paid_share(view: View, rules: Rules, employee: str, row: Worked, part: Part) -> Fraction:
    """S10.1a: how much of a leave is paid on a day under hourly pay."""
    if part.type != "sick":
        return 1 - unpaid_share(rules, part.type)
    daily = contracts.daily(view, rules, employee, row.date)
    return sick_day(view, rules, employee, row, daily) / daily if daily else Fraction(0)


def deductions(attendance: Attendance, period: str, employee: str, base: int) -> list[Line]:
    """One line per type; together never more than the base: what goes beyond is cut off the last (S10.5a)."""
    view = attendance.view
    monthly = set(contracts.days_under(view, employee, period, "monthly"))
    rows = [row for row in attendance.of(employee) if row.date in monthly]
    others = sorted({part.type for row in rows for part in row.parts} - set(DEDUCTIONS))
    found = []
    for kind in (*DEDUCTIONS, *others):
        absent = [(row, part) for row in rows for part in row.parts if part.type == kind]
        amount = _of_kind(attendance, employee, kind, absent) if absent else 0
        if kind == "sick" and attendance.rules["sick_pay_floor"] is not None:
            amount = min(amount, most_for_sickness(attendance, employee, sorted(monthly)))
        amount = min(base, amount)
        found.append((f"leave_deduction:{kind}", -amount, "S10.5"))
        base -= amount
    return found


def most_for_sickness(attendance: Attendance, employee: str, monthly: list[date]) -> int:
    """S10.5b: a month of sickness keeps the floor, by day under monthly pay."""
    view, left = attendance.view, Fraction(0)
    for day in monthly:
        floor = floor_of_month(attendance.rules, contracts.in_force(view, employee, day).day_minutes)
        left += max(Fraction(0), view.monthly_salary(employee, day) - floor)
    return round_half_up(left / len(attendance.days))


def _of_kind(attendance: Attendance, employee: str, kind: str, absent: list[tuple[Worked, Part]]) -> int:
    """The dates of equal day minutes are rounded once and added; by shifts there is one rounding."""
    view, rules = attendance.view, attendance.rules
    daily = contracts.daily(view, rules, employee, min(row.date for row, _part in absent))

    def unpaid(row: Worked) -> Fraction:
        if kind == "sick":
            return daily - sick_day(view, rules, employee, row, daily)
        return daily * unpaid_share(rules, kind)

    if rules["deduction_unit"] == "shift":
        return round_half_up(sum((unpaid(row) * part.milli_days / 1000 for row, part in absent), Fraction(0)))
    return rounded_by_day_minutes(view, employee, [(row.date, part.pay_minutes, unpaid(row)) for row, part in absent])


def rounded_by_day_minutes(view: View, employee: str, times: list[tuple[date, int, Fraction]]) -> int:
    """Round minutes of days, each at what its whole day is worth, once for all dates of equal day minutes."""
    sums: dict[int, Fraction] = {}
    for day, minutes, worth in times:
        day_minutes = contracts.in_force(view, employee, day).day_minutes
        sums[day_minutes] = sums.get(day_minutes, Fraction(0)) + worth * minutes / day_minutes
    return sum(round_half_up(each) for each in sums.values())
