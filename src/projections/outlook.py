"""What a running period comes to at its end, as far as it is planned (S3.7 … S3.9).

The shifts that are still to come count as attended as they are planned; all else is as it is recorded. It is a pure
function of the period, the ledger position, the rule set, and the date that is today.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import narwhals.stable.v2 as nw

from ledger.lazy_attribute import computed_once
from ledger.ruleset import RuleSet
from projections.attendance import Attendance, attendance
from projections.books import Books
from projections.calendar import Period, period_text
from projections.expressions import rows
from projections.month import Month
from projections.prior_periods import ClosingState, Posted
from projections.punches import REACHED_DAYS


class HoursOutlook(NamedTuple):
    """Somebody's hours so far, and as they are expected at the end of the period; in minutes.

    `planned` is what is still to come of `expected_worked`, by `planned_shifts` and leave.
    """

    employee: str
    due: int
    worked: int
    planned: int
    planned_shifts: int
    expected_due: int
    expected_worked: int
    expected_difference: int
    expected_lieu: int
    expected_deficit: int
    expected_lots: Sequence[tuple[str, int]]
    """Of the bank of time off in lieu (S3.9): the period in which each lot was earned, and the minutes left of it."""


@dataclass(frozen=True)
class Outlook:
    """Of a period, by a date. One that is over or closed has no rows: its figures are what they are."""

    period: Period
    rules: str
    lieu_months: int
    """S3.9: how many periods a lot may be used after the one in which it was earned."""
    running: bool
    hours: Sequence[HoursOutlook]


class ExpectedMonth(Month):
    """A period in which the shifts that are still to come are attended as they are planned."""

    @computed_once
    def attendance(self) -> Attendance:
        """S3.2 … S3.6, S4, with what is planned."""
        dates = self.standard_dates
        return attendance(self.tables, self.staff, self.period, dates, self.contracts, self.rules_of, as_planned=True)


class ExpectedBooks(Books):
    """The books as they are expected. Periods of which no shift is still to come are those that it starts from."""

    def __init__(self, base: Books) -> None:
        """The books as they are."""
        super().__init__(base.journal, base.engine, base.facts, held=base.held)
        self._base = base
        self.closed = base.closed
        self._first = base.journal.site.cycle.period_of(base.journal.today - REACHED_DAYS[1])

    def month(self, number: int) -> Month:
        """The period of that month number."""
        return self._base.month(number) if self._is_of_base(number) else super().month(number)

    def closing_state(self, number: int) -> ClosingState:
        """What the period of that month number hands on."""
        return self._base.closing_state(number) if self._is_of_base(number) else super().closing_state(number)

    def posted(self, number: int) -> Posted:
        """S11.4: the adjustments: those of closed periods, which nothing that is to come changes."""
        return self._base.posted(number)

    def forget(self) -> None:
        """Let go of the periods that were computed here; those of the base are its own."""
        self._months.clear()

    def _is_of_base(self, number: int) -> bool:
        return number < self._first or number in self.closed

    def _month(self, number: int, version: str, rules: RuleSet) -> Month:
        period = self.journal.period(number)
        return ExpectedMonth(self, self.facts, period, version, rules, lambda: self.posted(number))


def outlook(books: Books, name: str, today: int, version: str | None = None) -> Outlook:
    """What a period comes to by a date, which is the number of a day; under a rule set named by hand, or its own.

    Raises MissingError as `Replay.reported` does.
    """
    so_far = books.reported(name, version)
    period = so_far.period
    if today > period.last_day or period.number in books.closed:
        return Outlook(period, so_far.version, so_far.rules.lieu_months, running=False, hours=())
    with ExpectedBooks(books) as expected:
        return Outlook(
            period,
            so_far.version,
            so_far.rules.lieu_months,
            running=True,
            hours=_hours(so_far, expected.reported(name, version)),
        )


def _hours(so_far: Month, expected: Month) -> list[HoursOutlook]:
    now, then = (_by_employee(month, month.hours) for month in (so_far, expected))
    coming = so_far.attendance.shifts.filter(nw.col("status") == "planned").select("employee", "day")
    attended = expected.attendance.shifts.filter(nw.col("status") == "attended").select("employee", "day")
    counted = coming.join(attended, on=["employee", "day"]).group_by("employee").agg(shifts=rows())
    shifts = _by_employee(so_far, counted)
    lots: dict[str, list[tuple[str, int]]] = {}
    for lot in expected.tables.engine.rows(expected.bank.lots).sort("earned").to_dicts():
        if lot["minutes"]:
            lots.setdefault(lot["employee"], []).append((period_text(lot["earned"]), lot["minutes"]))
    return [
        HoursOutlook(
            employee=employee,
            due=row["due"],
            worked=row["worked"],
            planned=end["worked"] - row["worked"],
            planned_shifts=shifts.get(employee, {"shifts": 0})["shifts"],
            expected_due=end["due"],
            expected_worked=end["worked"],
            expected_difference=end["difference"],
            expected_lieu=end["lieu_closing"],
            expected_deficit=end["deficit_closing"],
            expected_lots=lots.get(employee, []),
        )
        for employee, row in sorted(now.items())
        for end in [then[employee]]
    ]


def _by_employee(month: Month, frame: Any) -> dict[str, dict[str, Any]]:
    return {row["employee"]: row for row in month.tables.engine.rows(frame).to_dicts()}
