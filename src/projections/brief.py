"""S13 The manager's morning (早报): what the centre's reports say of a date, who is missing, and what waits.

A pure function of the date, the ledger position and the rule set. Nothing is reckoned here that a chapter does not
reckon: rows of reports, of presence and of the workflows that nobody has decided, each with whom it is about, so that
whoever may see only some of it is shown these.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import narwhals.stable.v2 as nw

from ledger.facts.types import FIRST_DATE
from ledger.refusal import MissingError
from projections.books import Books, ReportRequest, make_report
from projections.calendar import MINUTES_A_DAY, Period, day_number, day_text, period_text
from projections.centre.acknowledgements import acknowledgements
from projections.centre.complaints import complaints
from projections.centre.promises import made
from projections.decisions import UNDECIDED, waiting
from projections.expressions import Expression
from projections.month import Month
from projections.presence import DUE, Presence, foremost, presence
from projections.tables import Tables

_MISSING = ("missing", "late", "left")
_UNATTENDED = ("absent", "missing_in", "missing_out")
_MATTERS: Mapping[str, tuple[str, Expression, str]] = {
    "punch_request": ("employee", nw.col("day"), "request"),
    "overtime_request": ("employee", nw.col("day"), "request"),
    "leave": ("employee", nw.col("first_day"), "leave"),
    "swap": ("requester", nw.col("requester_day"), "swap"),
    "refund": ("employee", nw.col("day"), "refund"),
    "dispute": ("employee", nw.col("minute") // MINUTES_A_DAY, "dispute"),
}
"""Of each kind that waits: the column of whom it is about, its day, and the column of its number."""
_FIRST_DAY = day_number(FIRST_DATE)
_LOOKED_BACK = 62
"""Days before the date of which instructions are still asked for."""

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Absent:
    """Somebody who should be in, or should have been: the shift, and how they stand.

    `state` is that of presence, of today, or the status of the attendance report.
    """

    employee: str
    date: str
    shift: str | None
    state: str


@dataclass(frozen=True, slots=True)
class Matter:
    """Something that waits for a decision: its kind and number, whom it is about, and the date of it."""

    kind: str
    number: str
    employee: str
    date: str


@dataclass(frozen=True, slots=True)
class DuePromise:
    """A promise that is not kept yet: until when, as the site's local minute, and whether that is over."""

    promise: str
    employee: str
    due_minute: int
    overdue: bool


@dataclass(frozen=True, slots=True)
class OpenComplaint:
    """A complaint without a verdict; `employee` is None while it is nobody's, `days` how long it is open."""

    complaint: str
    employee: str | None
    date: str
    days: int
    severity: int | None
    status: str
    late: bool


@dataclass(frozen=True, slots=True)
class Unacknowledged:
    """An instruction that somebody has not acknowledged."""

    instruction: str
    employee: str
    date: str
    due: str | None
    late: bool


@dataclass(frozen=True)
class Brief:
    """A date's brief. `coverage` and `traffic` are rows as the reports have them; of traffic also the date before.

    `standing` is how everyone stands now, where the date is that of the latest recording; else None.
    """

    date: str
    period: str
    position: int
    rules: str
    now: int
    """The site's local minute of the latest recording in view (S13.1)."""
    coverage: Sequence[Row]
    traffic: Sequence[Row]
    shifts: Sequence[Row]
    standing: Sequence[Presence] | None
    missing: Sequence[Absent]
    waiting: Sequence[Matter]
    promises: Sequence[DuePromise]
    complaints: Sequence[OpenComplaint]
    instructions: Sequence[Unacknowledged]

    def narrowed(self, of_date: Callable[[str, str], bool], of_team: Callable[[str], bool]) -> "Brief":
        """What may be seen of it: of somebody (a number) on a date, and of a team; traffic is the centre's.

        A complaint that is nobody's is anybody's who may see a brief.
        """
        return replace(
            self,
            coverage=[row for row in self.coverage if of_team(row["team"])],
            shifts=[row for row in self.shifts if of_date(row["employee"], row["date"])],
            standing=self.standing and [each for each in self.standing if of_date(each.employee, day_text(each.day))],
            missing=[each for each in self.missing if of_date(each.employee, each.date)],
            waiting=[each for each in self.waiting if of_date(each.employee, each.date)],
            promises=[each for each in self.promises if of_date(each.employee, self.date)],
            complaints=[each for each in self.complaints if each.employee is None or of_date(each.employee, each.date)],
            instructions=[each for each in self.instructions if of_date(each.employee, each.date)],
        )


def brief(books: Books, day: int, rules: str | None = None) -> Brief:
    """The brief of a date. Raises MissingError where its period is not reported on, or the rule set is not there."""
    period = period_text(books.journal.site.cycle.period_of(day))
    reported = books.reported(period, rules)
    month, request, now = books.in_view(reported), ReportRequest(period, rules), books.journal.recorded_minute
    shifts = _of_date(make_report(books, "attendance", request).rows, day)
    standing = _standing(books, day)
    return Brief(
        date=day_text(day),
        period=period,
        position=books.journal.position,
        rules=reported.version,
        now=now,
        coverage=_of_date(make_report(books, "coverage", request).rows, day),
        traffic=[*_traffic_before(books, day, rules), *_of_date(make_report(books, "volume", request).rows, day)],
        shifts=shifts,
        standing=standing,
        missing=list(_missing(shifts, standing or ())),
        waiting=list(matters(month.tables, books.journal.today)),
        promises=list(_promises(month, day)),
        complaints=list(_complaints(month, day)),
        instructions=[each for of in months_back(books, day) for each in _unacknowledged(of, day)],
    )


def _of_date(rows: Sequence[Row], day: int) -> list[Row]:
    return [row for row in rows if row["date"] == day_text(day)]


def _traffic_before(books: Books, day: int, rules: str | None) -> list[Row]:
    """The traffic of the date before, which may be of another period; none where that is not reported on."""
    number = books.journal.site.cycle.period_of(day - 1)
    try:
        return _of_date(make_report(books, "volume", ReportRequest(period_text(number), rules)).rows, day - 1)
    except MissingError:
        return []


def _standing(books: Books, day: int) -> list[Presence] | None:
    journal = books.journal
    if journal.today != day:
        return None
    return foremost(presence(books, journal.recorded_instant))


def _missing(shifts: Sequence[Row], standing: Sequence[Presence]) -> Iterator[Absent]:
    """Who is missing, late or gone now, then who was missing from a shift of the date that is over."""
    for each in standing:
        if each.state in _MISSING:
            yield Absent(each.employee, day_text(each.day), each.shift, each.state)
    told = {(each.employee, day_text(each.day)) for each in standing if each.state in DUE}
    for row in shifts:
        if row["status"] in _UNATTENDED and (row["employee"], row["date"]) not in told:
            yield Absent(row["employee"], row["date"], row["shift"], row["status"])


def matters(tables: Tables, today: int) -> Iterator[Matter]:
    """Everything that waits for a decision, by kind as in `UNDECIDED`, then date and number; nothing that lapsed."""
    for kind in UNDECIDED:
        whose, day, number = _MATTERS[kind]
        found = waiting(tables, kind, today).select(employee=nw.col(whose), day=day, number=nw.col(number))
        for row in tables.engine.rows(found).sort("day", "number").to_dicts():
            yield Matter(kind, row["number"], row["employee"], day_text(row["day"]))


def _promises(month: Month, day: int) -> Iterator[DuePromise]:
    """S13.7: the promises that are due by the end of the date and not kept, the earliest first."""
    clock = month.tables.journal.site.clock
    until_then = made(month.tables, Period(month.period.number, _FIRST_DAY, day))
    unkept = until_then.filter(
        nw.col("outcome").is_in(["open", "overdue"])
        & (nw.col("due_instant") < clock.instant((day + 1) * MINUTES_A_DAY))
    )
    for row in month.tables.engine.rows(unkept).sort("due_instant", "promise").to_dicts():
        yield DuePromise(row["promise"], row["employee"], clock.local(row["due_instant"]), row["outcome"] == "overdue")


def _complaints(month: Month, day: int) -> Iterator[OpenComplaint]:
    """S13.7: the complaints up to the date that have no verdict, those open longest first."""
    found = complaints(month.tables, Period(month.period.number, _FIRST_DAY, day))
    undecided = found.filter(nw.col("decided_minute").is_null())
    for row in month.tables.engine.rows(undecided).sort("day", "received_minute", "complaint").to_dicts():
        told = row["complaint"], row["employee"], day_text(row["day"]), day - row["day"]
        yield OpenComplaint(*told, row["severity"], row["status"], row["late"])


def months_back(books: Books, day: int) -> Iterator[Month]:
    """The periods of a date and of the days before it of which instructions are asked for, the earliest first."""
    cycle = books.journal.site.cycle
    for number in range(max(cycle.period_of(day - _LOOKED_BACK), books.first_period), cycle.period_of(day) + 1):
        yield books.in_view(books.month(number))


def _unacknowledged(month: Month, day: int) -> Iterator[Unacknowledged]:
    """S13.10: whoever has not acknowledged an instruction given up to the date."""
    given = month.tables.of("instructions").select("position", given="day")
    left = acknowledgements(month).filter(nw.col("minute").is_null()).join(given, on="position")
    rows = month.tables.engine.rows(left.filter(nw.col("given") <= day))
    for row in rows.sort("given", "instruction", "employee").to_dicts():
        due = None if row["due_day"] is None else day_text(row["due_day"])
        yield Unacknowledged(row["instruction"], row["employee"], day_text(row["given"]), due, row["late"])
