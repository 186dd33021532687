"""The hours and time off in lieu of a team in a period (S3.7 … S3.9), and its attendance day by day."""

from collections.abc import Mapping, Sequence
from urllib.parse import quote

from starlette.responses import Response

from api.charts import Chart, Series
from api.console.formats import hours as shown_hours
from api.console.lists import Cell, Column, list_of, list_page, why_column
from api.console.periods import every_period
from api.console.rooms import Room
from api.console.team.anomalies import period_asked
from api.console.team.spans import Row
from api.console.team.teams import Team, team_of_page
from api.console.visit import Visit
from api.operations.outlooks import outlook
from api.words.labels import column_label, value_label
from api.words.translation import marked
from projections.reports import REPORTS

room = Room()
_COLUMNS = (
    "due", "worked", "difference", "lieu_opening", "lieu_lapsed", "lieu_drawn", "lieu_earned", "lieu_closing",
    "deficit_closing", "deficit_overdue",
)  # fmt: skip
_EXPECTED = (
    ("worked", marked("Worked so far")),
    ("planned", marked("Still planned")),
    ("expected_worked", marked("Expected at the month's end")),
    ("expected_due", marked("Due by the month's end")),
    ("expected_difference", marked("Expected difference")),
    ("expected_lieu", marked("Time off in lieu expected")),
    ("expected_deficit", marked("Hours to make up expected")),
)
"""What is told of a month that is running (see `projections.outlook`)."""
_STATUSES = ("attended", "late", "missing_in", "missing_out", "absent", "leave", "planned")


@room.get("/team/hours")
def latest(visit: Visit) -> Response:
    """The period that runs."""
    return _page(visit, every_period(visit)[-1]["period"])


@room.get("/team/hours/{period}")
def hours(visit: Visit) -> Response:
    """The hours of a period."""
    return _page(visit, visit.path["period"])


def _page(visit: Visit, period: str) -> Response:
    team, periods = team_of_page(visit), every_period(visit)
    period_asked(visit, periods, period)
    report = visit.report("hours", period, team=team.name)
    attendance = visit.report("attendance", period, team=team.name)
    rows = report["rows"]
    coming = outlook(visit.context, period, team=team.name)
    if coming.running:
        columns = [(name, visit.says(heading)) for name, heading in _EXPECTED]
        shown: Sequence[Row] = [each.as_json() for each in coming.rows]
        charts = [_lying(visit, team, shown, visit.says("Hours so far, and expected"), columns[2:4])]
    else:
        columns, shown = [(name, _heading(visit, name)) for name in _COLUMNS], rows
        charts = [
            _lying(visit, team, rows, visit.says("Hours worked and due"), _of(columns, "due", "worked")),
            _lying(
                visit,
                team,
                rows,
                visit.says("Time off in lieu at the end"),
                _of(columns, "lieu_closing", "deficit_closing"),
            ),
        ]
    names = team.with_others([row["employee"] for row in rows])
    headed = [Column(name, heading, figure=True) for name, heading in columns]
    listed = list_of(
        visit,
        [Column("member", visit.says("Member")), *headed, why_column(visit)],
        [_row(period, row, columns, names) for row in shown],
    )
    return list_page(
        visit,
        "team/hours.html",
        listed,
        f"hours-{period}",
        visit.says("Hours of %(period)s", period=period),
        team=team,
        periods=periods,
        period=period,
        report=report,
        running=coming.running,
        charts=[*charts, _by_day(visit, attendance["rows"])],
    )


def _row(period: str, row: Row, columns: Sequence[tuple[str, str]], names: Mapping[str, str]) -> list[Cell]:
    number = row["employee"]
    address = quote(number, safe="")
    name = names[number]
    return [
        Cell(name or number, path=f"/people/{address}/{period}", quiet=number if name else ""),
        *(Cell(shown_hours(row[column]), row[column]) for column, _ in columns),
        Cell(why=f"/why/{period}/hours/{address}"),
    ]


def _heading(visit: Visit, column: str) -> str:
    """What a column of the report is called, without its unit."""
    found = next(each for each in REPORTS["hours"].columns if each.name == column)
    return column_label(found, visit.language).partition("(")[0]


def _of(columns: Sequence[tuple[str, str]], *names: str) -> list[tuple[str, str]]:
    return [each for each in columns if each[0] in names]


def _lying(visit: Visit, team: Team, rows: Sequence[Row], title: str, columns: Sequence[tuple[str, str]]) -> Chart:
    return Chart(
        title,
        "lying",
        [f"{row['employee']} {team.name_of(row['employee'])}" for row in rows],
        [Series(heading, [row[name] for row in rows]) for name, heading in columns],
        visit.says("Member"),
        shown=shown_hours,
        grain=60,
    )


def _by_day(visit: Visit, rows: Sequence[Row]) -> Chart:
    """How many shifts of each day stand how; late ones are counted apart from those in time."""
    days = sorted({row["date"] for row in rows})
    counts = {(day, status): 0 for day in days for status in _STATUSES}
    for row in rows:
        counts[row["date"], "late" if row["status"] == "attended" and row["late"] else row["status"]] += 1
    there = [status for status in _STATUSES if any(counts[day, status] for day in days)]
    return Chart(
        visit.says("Attendance by day"),
        "stacked",
        [day[8:] for day in days],
        [Series(_status_name(visit, status), [counts[day, status] for day in days]) for status in there],
        visit.says("Date"),
        counted=True,
    )


def _status_name(visit: Visit, status: str) -> str:
    return visit.says("attended, late") if status == "late" else value_label(status, visit.language)
