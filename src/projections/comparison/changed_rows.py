"""The rows of reports that appear, vanish or change between two ways to see a period: balances (S4.6d), S14."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from projections.books import Books, ReportRequest, make_reports
from projections.books.frozen_period import FrozenPeriod
from projections.month import Month
from projections.replay import Replay
from projections.reports import REPORTS, Report, report_of

COMPARED = ("leave_balances", "compliance")
"""The reports that are compared by their rows, beside pay, ranks and hours."""
Rows = Mapping[str, Report]


@dataclass(frozen=True)
class ChangedRow:
    """A row of a report on both sides, as the report tells it; None on the side that does not have it."""

    report: str
    employee: str
    row: str
    """What tells it from the employee's other rows: see `ReportDefinition.row_name`."""
    before: dict[str, Any] | None
    after: dict[str, Any] | None

    @property
    def tells_pay(self) -> bool:
        """Whether one of its sides tells somebody's pay (S14.6 … S14.9)."""
        told = REPORTS[self.report].row_tells_pay
        return told is not None and any(told(side) for side in (self.before, self.after) if side is not None)


def rows_of(month: Month, frozen: FrozenPeriod | None = None) -> Rows:
    """The compared reports of a period that is computed; those that its closing froze, where it is given, as frozen."""
    return {
        name: report_of(name, month) if frozen is None or REPORTS[name].follows_facts else frozen.report(name)
        for name in COMPARED
    }


def rows_shown(books: Replay | Books, request: ReportRequest) -> Rows:
    """The compared reports of a period as books, or a replay, show them."""
    return make_reports(books, COMPARED, request)


def changed_rows(before: Rows, after: Rows) -> tuple[ChangedRow, ...]:
    """The rows that differ, in the order of the reports, by employee and row."""
    found: list[ChangedRow] = []
    for name in COMPARED:
        one, other = _by_row(before[name]), _by_row(after[name])
        found += [
            ChangedRow(name, *key, one.get(key), other.get(key))
            for key in sorted(one.keys() | other.keys())
            if one.get(key) != other.get(key)
        ]
    return tuple(found)


def _by_row(report: Report) -> dict[tuple[str, str], dict[str, Any]]:
    definition = REPORTS[report.name]
    return {(row["employee"], definition.row_name(row)): row for row in report.rows}
