"""The hours and time off in lieu of a team in a period (S3.7 … S3.9), and its attendance day by day."""

from collections.abc import Sequence

from starlette.responses import Response

from api.charts import Chart, Series
from api.console.formats import hours as shown_hours
from api.console.periods import every_period
from api.console.rooms import Room
from api.console.team.anomalies import period_asked
from api.console.team.spans import Row
from api.console.team.teams import Team, team_of_page
from api.console.visit import Visit
from api.words.labels import column_label, value_label
from projections.reports import REPORTS

room = Room()
_COLUMNS = (
    "due", "worked", "difference", "lieu_opening", "lieu_lapsed", "lieu_drawn", "lieu_earned", "lieu_closing",
    "deficit_closing", "deficit_overdue",
)  # fmt: skip
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
    return visit.page(
        "team/hours.html",
        team=team,
        periods=periods,
        period=period,
        report=report,
        columns=_COLUMNS,
        names=team.with_others([row["employee"] for row in rows]),
        charts=[
            _lying(visit, team, rows, visit.says("Hours worked and due"), ("due", "worked")),
            _lying(visit, team, rows, visit.says("Time off in lieu at the end"), ("lieu_closing", "deficit_closing")),
            _by_day(visit, attendance["rows"]),
        ],
    )


def _lying(visit: Visit, team: Team, rows: Sequence[Row], title: str, columns: Sequence[str]) -> Chart:
    definitions = {column.name: column for column in REPORTS["hours"].columns}
    return Chart(
        title,
        "lying",
        [f"{row['employee']} {team.name_of(row['employee'])}" for row in rows],
        [
            Series(column_label(definitions[name], visit.language).partition("(")[0], [row[name] for row in rows])
            for name in columns
        ],
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
