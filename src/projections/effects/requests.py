"""S3.3b What the approval of a request would do: to the attendance of the day, to approved overtime, and to hours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

import narwhals.stable.v2 as nw

from ledger.calendar import whole_minute
from ledger.decisions.requests import requested_overtime, requested_punch
from ledger.facts.attendance import Clock, OvertimeApproved
from ledger.facts.requests import OvertimeRequest, PunchRequest
from projections.books import Books
from projections.calendar import MINUTES_A_DAY, day_number, period_text
from projections.effects.rounds import (
    PassedPeriods,
    attended_month,
    each_effect,
    periods_between,
    rounds,
    rows_of,
)
from projections.expressions import last_recorded
from projections.hypothesis import Hypothesis, SupposedBooks
from projections.reports import REPORTS

Request = PunchRequest | OvertimeRequest
DayRow = Mapping[str, Any]
"""A row of the attendance report."""


class MinutesChange(NamedTuple):
    """Minutes as they are, and as they would be."""

    before: int
    after: int


@dataclass(frozen=True)
class RequestEffect:
    """What an approval would do."""

    request: Request
    days: Sequence[tuple[DayRow | None, DayRow | None]] = ()
    """The rows of the attendance report that would change, as they are and as they would be; none that is planned."""
    worked: Mapping[str, MinutesChange] | None = None
    """The minutes worked (S3.8) by period (``YYYY-MM``), where they would change; none of a closed period."""
    overtime: MinutesChange | None = None
    """The minutes of overtime that are approved for the date, of a request for overtime."""
    problem: str | None = None
    """Why no report could be made with it, in a sentence; then nothing else is told."""


def request_effects(base: Books, asked: Sequence[Request], by: str) -> list[RequestEffect]:
    """What somebody's approval of each of some requests would do on the books as they are; each by itself.

    Shifts of the periods that are touched count as if they were over.
    """
    found: dict[tuple[str, str], RequestEffect] = {}
    with PassedPeriods(base) as passed:
        for a_round in rounds(asked, lambda each: [each.employee]):
            for effect in each_effect(a_round, partial(_together, base, by, passed), _failed):
                found[_key(effect.request)] = effect
    return [found[_key(each)] for each in asked]


def _key(request: Request) -> tuple[str, str]:
    return request.kind, request.request


def _failed(request: Request, problem: str) -> RequestEffect:
    return RequestEffect(request, problem=problem)


def _together(base: Books, by: str, passed: PassedPeriods, a_round: Sequence[Request]) -> list[RequestEffect]:
    days = {_key(each): _day(base, each) for each in a_round}
    touched = {key: periods_between(base, day - 1, day + 1) for key, day in days.items()}
    numbers = sorted({number for each in touched.values() for number in each})
    before = passed.up_to(numbers[-1])
    facts = [_approved(each, by) for each in a_round]
    employees = {each.employee for each in a_round}
    with SupposedBooks(before, Hypothesis(facts, min(days.values()))) as after:
        sides = [{number: _Side(books, number, employees) for number in numbers} for books in (before, after)]
        found = []
        for each in a_round:
            now, then = ([side[number] for number in touched[_key(each)]] for side in sides)
            found.append(_effect(base, each, days[_key(each)], now, then))
        return found


def _approved(request: Request, by: str) -> Clock | OvertimeApproved:
    """What the approval records in the same step (S3.3b)."""
    if isinstance(request, PunchRequest):
        return requested_punch(request)
    return requested_overtime(request, by)


def _day(base: Books, request: Request) -> int:
    """The local date of a request, as the number of a day."""
    if isinstance(request, OvertimeRequest):
        return day_number(request.date)
    return base.journal.site.clock.local(whole_minute(request.at)) // MINUTES_A_DAY


class _Side:
    """A period of some employees, before an approval or after it."""

    def __init__(self, books: Books, number: int, employees: set[str]) -> None:
        month = attended_month(books, number)
        report = REPORTS["attendance"]
        shifts = report.present(month.tables.engine.rows(month.attendance.shifts.filter(_of(employees))))
        self.period = period_text(number)
        self.days = {(row["employee"], row["date"]): row for row in shifts.to_dicts()}
        hours = [] if number in books.closed else rows_of(month, month.hours, employees)
        self.worked = {row["employee"]: row["worked"] for row in hours}


def _of(employees: set[str]) -> nw.Expr:
    return nw.col("employee").is_in(sorted(employees))


def _effect(base: Books, request: Request, day: int, before: Sequence[_Side], after: Sequence[_Side]) -> RequestEffect:
    employee, worked = request.employee, {}
    days: list[tuple[DayRow | None, DayRow | None]] = []
    for now, then in zip(before, after, strict=True):
        places = sorted(place for place in now.days.keys() | then.days.keys() if place[0] == employee)
        rows = ((now.days.get(place), then.days.get(place)) for place in places)
        days += [pair for pair in rows if pair[0] != pair[1]]
        minutes = now.worked.get(employee), then.worked.get(employee)
        if minutes[0] is not None and minutes[1] is not None and minutes[0] != minutes[1]:
            worked[now.period] = MinutesChange(minutes[0], minutes[1])
    overtime = None
    if isinstance(request, OvertimeRequest):
        overtime = MinutesChange(_overtime(base, employee, day), request.minutes)
    return RequestEffect(request, days, worked, overtime)


def _overtime(base: Books, employee: str, day: int) -> int:
    """S3.6: the minutes of overtime that are approved for a date."""
    own = base.tables.of("overtime").filter((nw.col("employee") == employee) & (nw.col("day") == day))
    rows = base.engine.rows(last_recorded(own, "employee", "day")).to_dicts()
    return sum(row["minutes"] for row in rows)
