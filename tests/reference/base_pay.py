"""S10.1, S10.1a: the base, by day under monthly pay and by the minute under hourly pay."""

from datetime import date
from fractions import Fraction

from . import contracts, hours
from .absence_pay import paid_share
from .attendance import Attendance
from .figures import round_half_up


def base(attendance: Attendance, period: str, employee: str, given: int) -> int:
    """The base line in fen; `given` are the minutes of lieu leave that the bank gave (S3.9, 2)."""
    view = attendance.view
    monthly = contracts.days_under(view, employee, period, "monthly")
    exact = Fraction(sum(view.monthly_salary(employee, day) for day in monthly), len(view.dates(period)))
    paid = minutes_paid(attendance, period, employee, given)
    for day in contracts.days_under(view, employee, period, "hourly"):
        exact += contracts.in_force(view, employee, day).rate * paid.get(day, Fraction(0)) / 60
    return round_half_up(exact)


def minutes_paid(attendance: Attendance, period: str, employee: str, given: int) -> dict[date, Fraction]:
    """The minutes of each date that hourly pay pays: worked, overtime added to worked, training, leave if paid."""
    view, rules = attendance.view, attendance.rules
    found: dict[date, Fraction] = {}

    def add(day: date, minutes: Fraction | int) -> None:
        found[day] = found.get(day, Fraction(0)) + minutes

    for row in attendance.of(employee):
        add(row.date, row.counted)
        for part in row.parts:
            if hours.effects(rules)[part.type] == "bank":
                from_bank = min(given, part.minutes)
                given -= from_bank
                add(row.date, min(from_bank, part.pay_minutes))
            elif part.type != "absenteeism":
                add(row.date, part.pay_minutes * paid_share(view, rules, employee, row, part))
    for fact in hours.overtime(view, period, employee):
        if fact["compensation"] != "pay":
            add(fact["date"], fact["minutes"])
    for day, minutes in hours.trained(view, period, employee):
        add(day, minutes)
    return found
