"""The anomalies of a team in a period, each with the way to correct it."""

from typing import Any
from urllib.parse import quote

from starlette.responses import Response

from api.charts import Chart, Series
from api.console.lists import Cell, Column, list_of, list_page
from api.console.periods import every_period, named
from api.console.rooms import Room
from api.console.team.teams import Team, team_of_page
from api.console.visit import Visit
from api.problems import Problem
from api.words.labels import value_label
from api.words.translation import marked

room = Room()
KINDS = ("missing_in", "missing_out", "absent", "stray", "punches_on_leave", "outside_employment")


@room.get("/team/anomalies")
def latest(visit: Visit) -> Response:
    """The period that runs."""
    return _page(visit, every_period(visit)[-1]["period"])


@room.get("/team/anomalies/{period}")
def anomalies(visit: Visit) -> Response:
    """The anomalies of a period."""
    return _page(visit, visit.path["period"])


def _page(visit: Visit, period: str) -> Response:
    team, periods = team_of_page(visit), every_period(visit)
    chosen = period_asked(visit, periods, period)
    report = visit.report("anomalies", period, team=team.name)
    rows, may_mend = report["rows"], visit.may("record clock") is not None
    columns = [
        Column("date", visit.says("Date")),
        Column("member", visit.says("Member")),
        Column("anomaly", visit.says("Anomaly")),
        Column("punch", visit.says("Punch")),
        *([Column("mend", visit.says("What can be done"), beside=True)] if may_mend else []),
    ]
    return list_page(
        visit,
        "team/anomalies.html",
        list_of(visit, columns, [_row(visit, team, row, may_mend=may_mend) for row in rows], "-date"),
        f"anomalies-{period}",
        visit.says("Anomalies of %(period)s", period=period),
        team=team,
        periods=periods,
        period=period,
        chosen=chosen,
        report=report,
        counts={kind: sum(row["kind"] == kind for row in rows) for kind in KINDS},
        chart=_chart(visit, team, rows) if _are_worth_drawing(rows) else None,
    )


_SEE = marked("See the punches")
_BAD = ("absent", "missing_in", "missing_out")
_MENDS = {
    "missing_in": marked("Record the missing punch"),
    "missing_out": marked("Record the missing punch"),
    "absent": marked("Enter leave or punches"),
}


def _row(visit: Visit, team: Team, row: dict[str, Any], *, may_mend: bool) -> list[Cell]:
    number, name = row["employee"], team.name_of(row["employee"])
    mend = Cell(
        visit.says(_MENDS.get(row["kind"], _SEE)),
        path=f"/team/mend/{quote(number, safe='')}/{row['date']}",
    )
    return [
        Cell(visit.shown_day(row["date"]), (row["date"], number, row["at"] or "")),
        Cell(name or number, quiet=number if name else ""),
        Cell(value_label(row["kind"], visit.language), tone="bad" if row["kind"] in _BAD else "wait"),
        Cell((row["at"] or "").replace("T", " ")),
        *([mend] if may_mend else []),
    ]


def period_asked(visit: Visit, periods: list[dict[str, Any]], period: str) -> dict[str, Any]:
    """The period of a page. Raises Problem where it has not begun."""
    found = named(periods, period)
    if found is None:
        raise Problem(
            "not-found",
            visit.says(
                "The period “%(period)s” is unknown or has not begun; choose one from the list.", period=period[:20]
            ),
        )
    return found


def _are_worth_drawing(rows: list[dict[str, Any]]) -> bool:
    """Whether somebody has more than one: else the table says it faster."""
    return len({row["employee"] for row in rows}) < len(rows)


def _chart(visit: Visit, team: Team, rows: list[dict[str, Any]]) -> Chart:
    numbers = sorted({row["employee"] for row in rows})
    kinds = [kind for kind in KINDS if any(row["kind"] == kind for row in rows)]
    return Chart(
        visit.says("Anomalies by member"),
        "lying",
        [f"{number} {team.name_of(number)}" for number in numbers],
        [
            Series(
                value_label(kind, visit.language),
                [sum(row["employee"] == number and row["kind"] == kind for row in rows) for number in numbers],
            )
            for kind in kinds
        ],
        visit.says("Member"),
        counted=True,
    )
