"""S10.4a, S10.8, S10.8a, S3.10: time that is paid by the minute, each sort a line; S10.8b: the minutes behind them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from . import contracts, holidays, hours
from .absence_pay import rounded_by_day_minutes
from .attendance import Attendance
from .figures import round_half_up, two_places
from .roster import assigned, week_has_shift
from .state import View

Rules = dict[str, Any]


@dataclass(frozen=True)
class PaidTime:
    """Minutes, and what they pay in fen (below 0: what they take off)."""

    item: str
    minutes: int
    amount: int
    clause: str


@dataclass(frozen=True)
class Worth:
    """What time is worth to an employee: the star pay counts where `overtime_base` has it."""

    view: View
    rules: Rules
    employee: str
    star: int

    def daily(self, day: date) -> Fraction:
        """S10.8: what a day is paid."""
        star = self.star if "star" in self.rules["overtime_base"] else 0
        return contracts.daily(self.view, self.rules, self.employee, day, star)


def holiday(attendance: Attendance, worth: Worth) -> PaidTime:
    """S10.4, S10.4a: extra for every shift and holiday date, each rounded."""
    view, rules = attendance.view, attendance.rules
    minutes = extra = 0
    for row in attendance.of(worth.employee):
        for day, on_holiday in holidays.of_shift(view, rules, row).items():
            contract = contracts.in_force(view, worth.employee, day)
            hourly = contract.pay == "hourly"
            by_shift = rules["holiday_unit"] == "shift" and not hourly
            factor = rules["holiday_multiple"] - (0 if rules["holiday_on_top"] and not hourly else 1)
            unit = row.shift_counted if by_shift else contract.day_minutes
            extra += round_half_up(worth.daily(day) * factor * on_holiday / unit)
            minutes += on_holiday
    return PaidTime("holiday_pay", minutes, extra, "S10.4")


def overtime_rate(view: View, employee: str, day: date, stated: str | None) -> str:
    """S10.8: the rate of paid overtime on a date, where the approval does not state it."""
    if stated is not None:
        return stated
    if day in view.holidays:
        return "holiday"
    roster = assigned(view, employee)
    if day in roster:
        return "workday"
    if week_has_shift(roster, day):
        return "rest_day"
    return "workday" if view.is_working_day(day) else "rest_day"


def overtime(attendance: Attendance, period: str, worth: Worth) -> PaidTime:
    """S10.8: paid overtime, rounded once for the dates of equal day minutes."""
    view, multiples = attendance.view, attendance.rules["overtime_multiples"]
    approved = [fact for fact in hours.overtime(view, period, worth.employee) if fact["compensation"] == "pay"]
    times = []
    for fact in approved:
        day = fact["date"]
        multiple = multiples[overtime_rate(view, worth.employee, day, fact["rate"])]
        times.append((day, fact["minutes"], worth.daily(day) * multiple))
    amount = rounded_by_day_minutes(view, worth.employee, times)
    return PaidTime("overtime_pay", sum(fact["minutes"] for fact in approved), amount, "S10.8")


def settlements(
    attendance: Attendance, last_day: date, worth: Worth, settled: hours.Settled, leave_left: dict[str, int]
) -> list[PaidTime]:
    """S10.8a, S3.10a, b, d: minutes paid by the last day employed in the period, each line rounded once."""
    rules = attendance.rules
    minute = worth.daily(last_day) / contracts.in_force(worth.view, worth.employee, last_day).day_minutes

    def paid(item: str, minutes: int, multiple: Fraction, clause: str) -> PaidTime:
        return PaidTime(item, minutes, round_half_up(minute * minutes * multiple), clause)

    multiple = rules["lieu_settlement_multiple"]
    return [
        paid("surplus_pay", settled.surplus, rules["surplus_multiple"], "S10.8a"),
        paid("lieu_lapse", settled.lapsed, multiple, "S3.10b"),
        paid("lieu_settlement", settled.lots, multiple, "S3.10a"),
        *(
            paid(f"leave_settlement:{kind}", left, rules["leave_settlement"][kind], "S3.10d")
            for kind, left in sorted(leave_left.items())
        ),
    ]


def deficit(attendance: Attendance, last_day: date, employee: str, minutes: int, base: int) -> PaidTime:
    """S3.10c: what a deficit takes off, at most the base; star pay is left out."""
    view = attendance.view
    daily = contracts.daily(view, attendance.rules, employee, last_day)
    amount = round_half_up(daily * minutes / contracts.in_force(view, employee, last_day).day_minutes)
    return PaidTime("deficit_settlement", minutes, -min(amount, base), "S3.10c")


def report(found: Iterable[tuple[str, PaidTime]]) -> list[dict[str, Any]]:
    """S10.8b: one row for each sort of time of an employee, where there are minutes."""
    return [
        {
            "employee": employee,
            "item": time.item,
            "minutes": time.minutes,
            "amount": two_places(time.amount),
            "clause": time.clause,
        }
        for employee, time in found
        if time.minutes
    ]
