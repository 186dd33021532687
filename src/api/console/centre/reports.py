"""The reports of running the centre as pages: of a period, each row explained down to its facts (S13)."""

import re
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from urllib.parse import quote, urlencode

from starlette.responses import Response

from api.console.lists import Cell, Column, list_of, list_page, why_column
from api.console.periods import every_period, named
from api.console.rooms import Room
from api.console.visit import Visit
from api.problems import Problem
from api.words.labels import column_label, report_label, value_label
from api.words.translation import marked
from projections.reports import REPORTS
from projections.reports import Column as ReportColumn

room = Room()
_PATH = "/centre/reports"
GROUPS: Mapping[str, tuple[str, ...]] = {
    marked("Traffic and seats"): ("volume", "coverage", "adherence"),
    marked("Service to customers"): ("refunds", "promises", "complaints"),
    marked("Instructions and tasks"): ("acknowledgements", "tasks"),
    marked("Quality and improvement"): ("monitoring_plan", "quality_work", "training", "plans", "conduct"),
    marked("Scores and bonus"): ("scores", "ranking", "bonus", "awards", "stars"),
    marked("Time and leave"): ("hours", "leave_balances", "punctuality"),
    marked("Reviews and pay"): ("quarter_review", "organisation", "payments"),
}
"""The heading of a group, and its reports."""
REPORTS_SHOWN = tuple(name for names in GROUPS.values() for name in names if name in REPORTS)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d", re.ASCII)
_NOTHING = "–"
_PEOPLE = ("employee", "by", "reports_to")


@room.get(_PATH)
def every_report(visit: Visit) -> Response:
    """The reports that may be read, in groups."""
    groups = [(heading, [name for name in names if _may_read(visit, name)]) for heading, names in GROUPS.items()]
    return visit.page("centre/reports.html", groups=[(heading, names) for heading, names in groups if names])


@room.get(f"{_PATH}/{{report}}")
def latest(visit: Visit) -> Response:
    """A report of the period that runs."""
    return _page(visit, every_period(visit)[-1]["period"])


@room.get(f"{_PATH}/{{report}}/{{period}}")
def report(visit: Visit) -> Response:
    """A report of a period."""
    return _page(visit, visit.path["period"])


def _may_read(visit: Visit, name: str) -> bool:
    return name in REPORTS and visit.may(f"report {name}") is not None


def _page(visit: Visit, period: str) -> Response:
    name, periods = visit.path["report"], every_period(visit)
    if name not in REPORTS_SHOWN or not _may_read(visit, name):
        raise Problem("not-found", visit.says("Unknown report; choose one from the list."))
    if named(periods, period) is None:
        raise Problem("not-found", visit.says("This period has not begun; choose one from the list."))
    found, people, columns = visit.report(name, period), visit.people(), REPORTS[name].columns
    rows = [
        [*(_cell(visit, column, row[column.name], people) for column in columns), Cell(why=_why(name, period, row))]
        for row in found["rows"]
    ]
    headings = [Column(each.name, column_label(each, visit.language), each.is_figure) for each in columns]
    label = report_label(name, visit.language)
    return list_page(
        visit,
        "centre/report.html",
        list_of(visit, [*headings, why_column(visit)], rows),
        f"{name}-{period}",
        f"{label} {period}",
        name=name,
        label=label,
        periods=periods,
        period=period,
        report=found,
    )


def _cell(visit: Visit, column: ReportColumn, value: Any, people: Mapping[str, Any]) -> Cell:
    """A cell, which is sorted by what it says; a figure by what it is."""
    figure = column.is_figure and value is not None and not isinstance(value, list)
    return Cell(_text(visit, column, value, people), Decimal(str(value)) if figure else None)


def _why(name: str, period: str, row: Mapping[str, Any]) -> str:
    """The address of what explains a row: by the row itself, or by the person, and the date where rows have one."""
    definition = REPORTS[name]
    if definition.by_row or definition.person is None:
        return f"/why/{period}/{name}?{urlencode({'row': definition.row_name(row)})}"
    date = f"?date={row['date']}" if definition.is_dated else ""
    return f"/why/{period}/{name}/{quote(str(row[definition.person]), safe='')}{date}"


def _text(visit: Visit, column: ReportColumn, value: Any, people: Mapping[str, Any]) -> str:
    """A cell in words."""
    if isinstance(value, list):
        return " · ".join(_part(visit, each) for each in value)
    if value is None or value is False:
        return _NOTHING
    if column.labelled or isinstance(value, bool):
        return value_label(value, visit.language)
    if column.name in _PEOPLE and value in people:
        return f"{people[value]['name']} {value}"
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        return f"{datetime.fromisoformat(value):%Y-%m-%d %H:%M}"
    return str(value)


def _part(visit: Visit, value: Any) -> str:
    """An object of a list: what it is of, and its figures."""
    if isinstance(value, Mapping):
        first, *figures = value.values()
        return f"{value_label(str(first), visit.language)} {' / '.join(str(each) for each in figures)}"
    return _NOTHING if value is None else str(value)
