"""S4, S3.9 Doubts about approved leave: dates on which it does nothing, and lieu leave that the bank does not cover."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import narwhals.stable.v2 as nw

from ledger.doubts.doubt import Doubt
from ledger.facts.leave import Leave, LeaveDecision
from ledger.refusal import MissingError, RulesError
from projections.books.books import Books
from projections.calendar import day_number, day_text
from projections.effects.rounds import attended_month, periods_between
from projections.hypothesis import Hypothesis, SupposedBooks
from projections.leave import approved, taken
from projections.month import Month

_BANK = "bank"
_SHOWN_DATES = 5
Row = dict[str, Any]


class DoubtedLeave(NamedTuple):
    """A doubt about a leave, and the ledger position of its request."""

    position: int
    doubt: Doubt


class _Approved:
    """The approved leaves of a period, and what they take of its dates, those of shifts to come among them."""

    def __init__(self, month: Month) -> None:
        self.month = month
        frame = approved(month.tables, month.period)
        self.leaves: list[Row] = self._rows(frame.sort("request"))
        self.taken: Mapping[int, dict[int, int]] = defaultdict(dict)
        """By the position of the request: minutes by day."""
        if not self.leaves:
            return
        attendance = month.attendance
        shifts = attendance.shifts.filter(nw.col("status") == "planned")
        to_come = taken(frame, shifts.select("employee", "day", counted="full"))
        for each in (attendance.absences.filter(~nw.col("request").is_null()), to_come):
            for row in self._rows(each.select("request", "day", "minutes")):
                self.taken[row["request"]][row["day"]] = row["minutes"]

    def of_bank(self) -> list[Row]:
        """The leaves that draw on the bank, and take something of a date."""
        types = self.month.rules.leave_types
        drawing = {name for name, kind in types.items() if kind.hours == _BANK}
        return [each for each in self.leaves if each["type"] in drawing and each["request"] in self.taken]

    def minutes(self, leave: Row) -> int:
        """What a leave takes of the period."""
        return sum(self.taken[leave["request"]].values())

    def numbers(self) -> dict[int, str]:
        """The numbers of leaves by the positions of their requests."""
        rows = self._rows(self.month.tables.of("leaves").select("position", "leave"))
        return {row["position"]: row["leave"] for row in rows}

    def _rows(self, frame: Any) -> list[Row]:
        rows: list[Row] = self.month.tables.engine.rows(frame).to_dicts()
        return rows


def leave_doubts(books: Books, month: Month, latest: int = 0) -> list[DoubtedLeave]:
    """The doubts about the approved leave of a period of the books, in the order of the requests.

    What the bank lacks is told of the leave that was requested last, or of the one that was requested at `latest`.
    """
    found = _Approved(month)
    if not found.leaves:
        return []
    named = found.numbers()
    told = [*_without_effect(found, named), *_overdrawn(books, found, named, latest)]
    return sorted(told, key=lambda each: each.position)


def approval_doubts(base: Books, leave: Leave, position: int, decision: LeaveDecision) -> list[Doubt]:
    """The doubts about a leave, requested at a position, as it would be if a decision approved it on the books.

    None where no report reaches its dates, or can be made with it.
    """
    first, last = day_number(leave.first_date), day_number(leave.last_date)
    try:
        periods = periods_between(base, first, last)
        with SupposedBooks(base, Hypothesis([decision], first)) as books:
            months = [attended_month(books, number) for number in periods]
            told = [each for month in months for each in leave_doubts(books, month, position)]
    except (MissingError, RulesError):
        return []
    return [each.doubt for each in told if each.position == position]


def _without_effect(found: _Approved, named: Mapping[int, str]) -> Iterator[DoubtedLeave]:
    """S4.1, S4.1a: dates that count nothing, but for those between dates that count, such as rest days."""
    period = found.month.period
    for leave in found.leaves:
        first, last = max(leave["first_day"], period.first_day), min(leave["last_day"], period.last_day)
        counted = found.taken.get(leave["request"], {})
        # What begins before the period, or ends after it, has its ends elsewhere.
        begins = first if leave["first_day"] == first else min(counted, default=first)
        ends = last if leave["last_day"] == last else max(counted, default=last)
        dates = [
            day
            for day in range(begins, ends + 1)
            if day not in counted and not (counted and min(counted) < day < max(counted))
        ]
        if dates:
            shown = ", ".join(day_text(day) for day in dates[:_SHOWN_DATES])
            more = f" (+{len(dates) - _SHOWN_DATES})" if len(dates) > _SHOWN_DATES else ""
            parameters = {"leave": named[leave["request"]], "dates": f"{shown}{more}"}
            yield DoubtedLeave(leave["request"], Doubt("leave_without_effect", parameters))


def _overdrawn(books: Books, found: _Approved, named: Mapping[int, str], latest: int) -> Iterator[DoubtedLeave]:
    """S3.9: what the bank does not cover of leave that is drawn from it; the leave that was requested last first."""
    number = found.month.period.number
    drawing = found.of_bank()
    if not drawing or (number in books.closed and isinstance(books, SupposedBooks)):
        return
    left = _bank(books, found.month)
    for leave in drawing:
        if leave["employee"] in left:
            left[leave["employee"]] -= found.minutes(leave)
    for leave in sorted(drawing, key=lambda each: (each["request"] == latest, each["request"]), reverse=True):
        uncovered = -left.get(leave["employee"], 0)
        if uncovered > 0:
            own = min(uncovered, found.minutes(leave))
            left[leave["employee"]] += own
            parameters = {"leave": named[leave["request"]], "employee": str(leave["employee"]), "minutes": str(own)}
            yield DoubtedLeave(leave["request"], Doubt("overdrawn", parameters))


def _bank(books: Books, month: Month) -> dict[str, int]:
    """The minutes that the bank has for leave of a period, by employee, before any of it is taken.

    Of a period to come it is what the bank of the current one has, less the leave until then: what is worked until
    then nobody knows.
    """
    number = month.period.number
    current = max(books.first_period, month.tables.journal.site.cycle.period_of(month.today))
    bank = _available(month)
    if number <= current:
        return bank
    then = books.month(current)
    known = _available(then)
    for between in range(current, number):
        earlier = _Approved(books.month(between))
        for leave in earlier.of_bank():
            if leave["employee"] in known:
                known[leave["employee"]] -= earlier.minutes(leave)
    return {employee: max(0, known.get(employee, minutes)) for employee, minutes in bank.items()}


def _available(month: Month) -> dict[str, int]:
    """S3.9, 1: what the bank opens a period with, less what lapses, in minutes by employee."""
    rows = month.tables.engine.rows(month.hours.select("employee", "lieu_opening", "lieu_lapsed")).to_dicts()
    return {row["employee"]: row["lieu_opening"] - row["lieu_lapsed"] for row in rows}
