"""S14 Compliance: where a value is beyond a limit that the law sets; no figure of pay depends on it."""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Any

from . import contracts, hours, working_time
from .attendance import Attendance, minutes
from .figures import round_half_up, shortest, two_places
from .payroll import Line
from .periods import month_number, shifted
from .working_time import Kept

BEFORE = ("base", "star", "monthly_bonus")
DEDUCTED = ("deficit_settlement", "correction:", "adjustment:")


@dataclass
class Review:
    """Everything that S14 looks at in one period; rows are added rule by rule."""

    attendance: Attendance
    period: str
    before: Kept
    differences: dict[str, int]
    pay: dict[str, list[Line]]
    rows: list[dict[str, Any]] = field(default_factory=list)

    def limit(self, rule: str) -> Any:
        return self.attendance.rules["compliance"][rule]

    def add(
        self, employee: str, rule: str, dates: tuple[date, date] | None, value: Any, limit: Any, clause: str
    ) -> None:
        days = self.attendance.days
        since, until = dates or (days[0], days[-1])
        row = {"employee": employee, "rule": rule, "from": since.isoformat(), "until": until.isoformat()}
        self.rows.append(row | {"value": value, "limit": limit, "clause": clause})


def cycle(review: Review, employee: str) -> list[str] | None:
    """S14.2: the periods of the employee's cycle up to this one, none before the first; None without an approval."""
    view, period = review.attendance.view, review.period
    found = working_time.approval(view, period, employee)
    if found is None:
        return None
    past = (month_number(period) - month_number(found["from"])) % found["months"]
    periods = [shifted(period, months) for months in range(-past, 1)]
    return [each for each in periods if each >= view.first_period]


def of_cycle(review: Review, employee: str) -> None:
    """S14.1, S14.2: overtime of the month, or the excess of a cycle; and a cycle above its standard."""
    view, period = review.attendance.view, review.period
    limit, periods = review.limit("overtime_month"), cycle(review, employee)
    if periods is None:
        paid, added = (hours.overtime_minutes(view, period, employee, paid=paid) for paid in (True, False))
        overtime = paid + max(added, review.differences.get(employee, 0))
        if limit is not None and overtime > limit:
            review.add(employee, "overtime_month", None, overtime, limit, "S14.1")
        return
    now = working_time.time_and_standard(review.attendance, period, employee)
    each = [review.before.times[past].get(employee, (0, 0)) for past in periods[:-1]] + [now]
    time, standard = sum(found[0] for found in each), sum(found[1] for found in each)
    dates = view.dates(periods[0])[0], view.dates(period)[-1]
    if limit is not None and time - standard > limit * len(periods):
        review.add(employee, "overtime_month", dates, time - standard, limit * len(periods), "S14.1")
    if review.limit("cycle_minutes") and time > standard:
        review.add(employee, "cycle_minutes", dates, time, standard, "S14.2")


def of_shifts(review: Review, employee: str) -> None:
    """S14.3, S14.4, S14.5: long shifts, short rests, many days in a row."""
    attendance = review.attendance
    rows = working_time.attended(attendance, employee)
    approved: dict[date, int] = {}
    for fact in hours.overtime(attendance.view, review.period, employee):
        approved[fact["date"]] = fact["minutes"]
    length, rest, run = (review.limit(rule) for rule in ("shift_length", "rest_between_shifts", "days_in_a_row"))
    for row in rows:
        worked = row.counted + approved.get(row.date, 0)
        if length is not None and worked > length:
            review.add(employee, "shift_length", (row.date, row.date), worked, length, "S14.3")
    spans = [(row.date, row.planned.start, row.planned.end) for row in rows if row.planned is not None]
    if employee in review.before.ends:
        day, end = review.before.ends[employee]
        spans.insert(0, (day, end, end))
    for (day, _start, end), (next_day, start, _end) in pairwise(spans):
        if rest is not None and minutes(start - end) < rest:
            review.add(employee, "rest_between_shifts", (day, next_day), minutes(start - end), rest, "S14.4")
    for found in working_time.runs_of(rows, review.before.runs.get(employee)):
        days = (found.last - found.first).days + 1
        if run is not None and days > run:
            review.add(employee, "days_in_a_row", (found.first, found.last), days, run, "S14.5")


def minimum_wage(review: Review, employee: str) -> int | None:
    """S14.6: the minimum of a month in fen, for the contract of the last day employed."""
    limit, view = review.limit("minimum_wage"), review.attendance.view
    if limit is None:
        return None
    last_day = view.employed_days(employee, review.period)[-1]
    day_minutes = contracts.in_force(view, employee, last_day).day_minutes
    return round_half_up(Fraction(limit * min(480, day_minutes), 480))


def of_wages(review: Review, employee: str) -> None:
    """S14.6, S14.7: the wage of a whole month, and the lowest rate of an hour."""
    view, least = review.attendance.view, minimum_wage(review, employee)
    found = review.pay.get(employee, [])
    whole = len(contracts.days_under(view, employee, review.period, "monthly")) == len(review.attendance.days)
    if whole and least is not None and not any(item.startswith("leave_deduction:") for item, _amount, _ in found):
        wage = sum(amount for item, amount, _ in found if item in BEFORE or item.startswith("award:"))
        if wage < least:
            review.add(employee, "minimum_wage", None, two_places(wage), two_places(least), "S14.6")
    hourly = contracts.days_under(view, employee, review.period, "hourly")
    lowest = min((contracts.in_force(view, employee, day).rate for day in hourly), default=None)
    limit = review.limit("minimum_hourly_wage")
    if limit is not None and lowest is not None and lowest < limit:
        review.add(employee, "minimum_hourly_wage", None, two_places(lowest), two_places(limit), "S14.7")


def of_deductions(review: Review, employee: str) -> None:
    """S14.8, S14.9: what is taken off the pay, and absenteeism that is fined."""
    found = review.pay.get(employee, [])
    total = sum(amount for _item, amount, _clause in found)
    taken = -sum(amount for item, amount, _ in found if amount < 0 and item.startswith(DEDUCTED))
    share, least = review.limit("deduction_share"), minimum_wage(review, employee)
    if taken and share is not None:
        most = (total + taken) * share // 100
        if taken > most:
            review.add(employee, "deduction_share", None, two_places(taken), two_places(most), "S14.8")
    if taken and least is not None and total < least:
        review.add(employee, "deduction_floor", None, two_places(total), two_places(least), "S14.8")
    multiple, limit = review.attendance.rules["absenteeism_multiple"], review.limit("absenteeism_multiple")
    absent = any(item == "leave_deduction:absenteeism" for item, _amount, _clause in found)
    if absent and limit is not None and multiple > limit:
        review.add(employee, "absenteeism_multiple", None, shortest(multiple), shortest(limit), "S14.9")


def report(review: Review) -> list[dict[str, Any]]:
    """The rows of everyone in the period, by employee, rule and first date; none without the parameter."""
    if review.attendance.rules["compliance"] is None:
        return []
    for employee in review.attendance.view.in_period(review.period):
        for rule in (of_cycle, of_shifts, of_wages, of_deductions):
            rule(review, employee)
    return sorted(review.rows, key=lambda row: (row["employee"], row["rule"], row["from"]))
