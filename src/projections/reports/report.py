"""A report is a pure function of (period, ledger position, rule set); here it is called."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import polars as pl

from projections.books import Books
from projections.calendar import period_text
from projections.month import Month
from projections.problems import ReportError
from projections.reports.registry import REPORTS


@dataclass(frozen=True)
class ReportRequest:
    """The period and the rule set asked for, and whose rows; the position is that of the books."""

    period: str
    rules: str | None = None
    employee: str | None = None
    team: str | None = None


@dataclass(frozen=True)
class Report:
    """A report with its three coordinates."""

    name: str
    period: str
    position: int
    rules: str
    table: pl.DataFrame

    def as_json(self) -> dict[str, Any]:
        """The object of the interchange format."""
        return {
            "period": self.period,
            "position": self.position,
            "rules": self.rules,
            "rows": self.table.to_dicts(),
        }


def make_report(books: Books, name: str, request: ReportRequest) -> Report:
    """One report. Raises ReportError for a name, period, rule set, employee or team that is not there."""
    return make_reports(books, [name], request)[name]


def make_reports(books: Books, names: Iterable[str], request: ReportRequest) -> dict[str, Report]:
    """Several reports of the same coordinates, on chapters that are computed once; by name."""
    wanted = list(names)
    for name in wanted:
        if name not in REPORTS:
            raise ReportError(f"there is no report {name!r}; there are: {', '.join(REPORTS)}")
    month = books.reported(request.period, request.rules)
    shown = _shown(books, month, request)
    return {name: _made(name, month, shown) for name in wanted}


def _made(name: str, month: Month, shown: list[str] | None) -> Report:
    definition = REPORTS[name]
    rows = definition.rows(month)
    if shown is not None:
        rows = rows.filter(pl.col("employee").is_in(shown))
    return Report(
        name=name,
        period=period_text(month.period.number),
        position=month.tables.journal.position,
        rules=month.version,
        table=definition.present(rows),
    )


def _shown(books: Books, month: Month, request: ReportRequest) -> list[str] | None:
    """The employees whose rows are shown; None is everyone."""
    shown: list[str] | None = None
    if request.employee is not None:
        known = books.tables.journal.tables["employees"]["employee"]
        if request.employee not in known:
            raise ReportError(
                f"there is no employee {request.employee!r} on the ledger; give a number that is recorded"
            )
        shown = [request.employee]
    if request.team is not None:
        members = month.tables.engine.rows(month.members.select("employee", "team"))
        teams = sorted(set(members["team"]))
        if request.team not in teams:
            raise ReportError(f"there is no team {request.team!r} in {month.period}; there are: {', '.join(teams)}")
        of_team = members.filter(pl.col("team") == request.team)["employee"].to_list()
        if shown is not None and request.employee not in of_team:
            raise ReportError(
                f"{request.employee} is not in team {request.team!r} in {month.period}; leave one of them out"
            )
        shown = of_team if shown is None else [number for number in shown if number in of_team]
    return shown
