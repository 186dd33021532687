"""The grid of a roster that is planned: which dates of whom it has, and what is published of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import narwhals.stable.v2 as nw

from api.auth.principals import Extent
from ledger.facts.roster import ShiftFact
from projections.books import Books
from projections.calendar import Period, day_number, day_text, period_text
from projections.expressions import dated_in, last_recorded
from projections.hypothesis import Hypothesis, SupposedBooks
from projections.month import Month
from projections.outlook import ExpectedBooks
from projections.people import Membership
from projections.roster_check import RosterCheck, roster_check

Cells = Mapping[tuple[str, str], str | None]
"""By employee and date the shift; None on a date without one."""
NOT_IN_GRID, UNKNOWN_SHIFT = "not_in_roster", "unknown_shift"


@dataclass(frozen=True, slots=True)
class Grid:
    """A period's roster of a team, as far as somebody reaches."""

    month: Month
    version: str
    """Of the rule set."""
    spans: Mapping[str, Sequence[tuple[str, str]]]
    """By employee, in their order: the first and the last date of each stretch that may be planned."""
    published: Cells
    """The dates that have a shift by what is recorded."""
    membership: Membership
    extent: Extent
    team: str
    """Empty where it is of everyone within the extent."""

    @property
    def period(self) -> Period:
        """The days of the period."""
        return self.month.period

    @property
    def days(self) -> list[str]:
        """The dates of the period."""
        return [day_text(day) for day in range(self.period.first_day, self.period.last_day + 1)]

    def has(self, employee: str, day: str) -> bool:
        """Whether a date of somebody may be planned."""
        return any(first <= day <= last for first, last in self.spans.get(employee, ()))

    def sums(self, employee: str) -> bool:
        """Whether somebody is in the grid, and figures of the whole period are within the extent (S2.4)."""
        if employee not in self.spans:
            return False
        return self.extent.covers(employee, self.membership.posting_of_period(employee, self.days[-1]))

    def of_team(self, team: str) -> bool:
        """Whether it is about what a team needs."""
        return self.team in ("", team) and self.extent.names_team(team)

    def refusal(self, employee: str, day: str, shift: str | None) -> tuple[str, str] | None:
        """Why a date cannot have a shift: a code and a sentence; None where it can, or is to have none."""
        if shift is None:
            return None
        if not self.has(employee, day):
            name = period_text(self.period.number)
            said = (
                f"{employee[:60]!r} is not in this roster on {day[:10]!r}; choose somebody who is employed and in "
                f"the team on a date of {name}"
            )
            return NOT_IN_GRID, said
        known = self.month.rules.shifts
        if shift not in known:
            names = ", ".join(sorted(known))
            return UNKNOWN_SHIFT, f"shift {shift[:60]!r} is not in the rule set {self.version}; use one of {names}"
        return None

    def changed(self, cells: Cells) -> dict[tuple[str, str], str | None]:
        """Those cells that differ from what is published, in the order of employees and dates."""
        return {key: cells[key] for key in sorted(cells) if cells[key] != self.published.get(key)}

    def within(self, cells: Cells) -> dict[tuple[str, str], str | None]:
        """Those cells that are in the grid still."""
        return {key: shift for key, shift in cells.items() if self.refusal(*key, shift) is None}


def grid_of(books: Books, period: str, membership: Membership, extent: Extent, team: str) -> Grid:
    """The grid of a period and a team; of an empty team that of everyone within the extent.

    Raises MissingError for a period that is not there, or is too far ahead.
    """
    number = books.reported(period).period.number
    month = books.current(number)
    first, last = day_text(month.period.first_day), day_text(month.period.last_day)
    spans = {}
    for employee in sorted(membership.postings):
        found = [
            span
            for posting, span in _stretches(membership, employee, first, last)
            if team in ("", posting.team) and extent.covers(employee, posting)
        ]
        if found:
            spans[employee] = found
    published = {
        (employee, day): shift
        for (employee, day), shift in _assigned(month).items()
        if any(since <= day <= until for since, until in spans.get(employee, ()))
    }
    return Grid(month, books.rules_of(number)[0], spans, published, membership, extent, team)


def checked(books: Books, grid: Grid, cells: Cells) -> RosterCheck:
    """What the roster comes to with these cells laid over what is published."""
    changed = grid.changed(grid.within(cells))
    facts = [
        ShiftFact(employee=employee, date=date.fromisoformat(day), shift=shift)
        for (employee, day), shift in changed.items()
    ]
    if not facts:
        return _expected(books, grid)
    with SupposedBooks(books, Hypothesis(facts, min(day_number(fact.date) for fact in facts))) as supposed:
        return _expected(supposed, grid)


def _expected(books: Books, grid: Grid) -> RosterCheck:
    with ExpectedBooks(books) as expected:
        return roster_check(expected.current(grid.period.number))


def _assigned(month: Month) -> dict[tuple[str, str], str]:
    """The shifts of the period as they were recorded last."""
    tables = month.tables
    rows = last_recorded(tables.of("roster").filter(dated_in(month.period)), "employee", "day")
    found = tables.engine.rows(rows.filter(~nw.col("shift").is_null()).select("employee", "day", "shift"))
    return {(row["employee"], day_text(row["day"])): row["shift"] for row in found.to_dicts()}


def _stretches(membership: Membership, employee: str, first: str, last: str) -> Iterator[tuple[Any, tuple[str, str]]]:
    """The postings of somebody between two dates, each with the first and the last date of it that are employed."""
    hired_on, left_on = membership.employment[employee]
    begin, end = max(first, hired_on), last if left_on is None else min(last, left_on)
    postings = membership.postings[employee]
    for place, posting in enumerate(postings):
        following = postings[place + 1].since if place + 1 < len(postings) else None
        since = max(begin, posting.since)
        until = end if following is None else min(end, day_text(day_number(date.fromisoformat(following)) - 1))
        if since <= until:
            yield posting, (since, until)
