"""A report is a pure function of (period, ledger position, rule set); here it is called."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import get_args

import polars as pl

from ledger.facts.identifiers import normal
from ledger.refusal import MissingError, UsageError
from ledger.ruleset import Role
from projections.books.books import Books
from projections.month import Month
from projections.replay import Replay
from projections.reports import REPORTS, Report, report_of


@dataclass(frozen=True)
class ReportRequest:
    """The period and the rule set asked for, and whose rows; the position is that of the books."""

    period: str
    rules: str | None = None
    employee: str | None = None
    team: str | None = None
    role: str | None = None
    with_pay: bool = True
    """Whether for somebody who sees everyone's pay; else rows that tell it are left out of reports that have others."""


def make_report(books: Replay, name: str, request: ReportRequest) -> Report:
    """One report. Raises MissingError for a name, period, rule set, employee or team that is not there."""
    return make_reports(books, [name], request)[name]


def make_reports(books: Replay, names: Iterable[str], request: ReportRequest) -> dict[str, Report]:
    """Several reports of the same coordinates, on chapters that are computed once; by name.

    Of a closed period, and without a rule set named by hand, they are the frozen ones (S11.2).
    """
    wanted = list(names)
    for name in wanted:
        if name not in REPORTS:
            raise MissingError(f"there is no report {name!r}; there are: {', '.join(REPORTS)}")
    month = books.reported(request.period, request.rules)
    shown = _shown(books, month, request)
    frozen = books.frozen(month.period.number) if isinstance(books, Books) and request.rules is None else None
    made = (
        frozen.report(name) if frozen and not REPORTS[name].follows_facts else report_of(name, books.in_view(month))
        for name in wanted
    )
    seen = (report if request.with_pay else report.without_pay() for report in made)
    return {report.name: _narrowed(report, shown, request) for report in seen}


def _narrowed(report: Report, shown: list[str] | None, request: ReportRequest) -> Report:
    """The rows asked for; where rows are nobody's, a team has its own, and an employee or a role has none."""
    if REPORTS[report.name].person is None and request.team is not None and not (request.employee or request.role):
        return report.of_team(normal(request.team))
    return report.narrowed(shown)


def _shown(books: Replay, month: Month, request: ReportRequest) -> list[str] | None:
    """The employees whose rows are shown; None is everyone."""
    shown: list[str] | None = None
    if request.employee is not None:
        known = books.tables.journal.tables["employees"]["employee"]
        employee = request.employee if request.employee in known else normal(request.employee)
        if employee not in known:
            raise MissingError(
                f"there is no employee {request.employee!r} on the ledger; give a number that is recorded"
            )
        shown = [employee]
    if request.team is not None:
        members = month.tables.engine.rows(month.members.select("employee", "team"))
        teams = sorted(set(members["team"]))
        team = request.team if request.team in teams else normal(request.team)
        if team not in teams:
            raise MissingError(f"there is no team {request.team!r} in {month.period}; there are: {', '.join(teams)}")
        of_team = members.filter(pl.col("team") == team)["employee"].to_list()
        if shown and shown[0] not in of_team:
            raise MissingError(
                f"{request.employee} is not in team {request.team!r} in {month.period}; leave one of them out"
            )
        shown = of_team if shown is None else [number for number in shown if number in of_team]
    if request.role is not None:
        shown = _of_role(month, request.role, shown)
    return shown


def _of_role(month: Month, role: str, shown: list[str] | None) -> list[str]:
    """Those who have the role in the period (S2.4), of some or of everyone."""
    if role not in get_args(Role):
        raise UsageError(f"there is no role {role!r}; there are: {', '.join(get_args(Role))}")
    members = month.tables.engine.rows(month.members.select("employee", "role"))
    of_role = members.filter(pl.col("role") == role)["employee"].to_list()
    return of_role if shown is None else [number for number in shown if number in of_role]
