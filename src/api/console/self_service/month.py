"""The month of somebody: hours against due, the lieu bank, the calendar of attendance, scores, rank, the next tier."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from starlette.responses import Response

from api.charts import Chart, Series
from api.console.formats import hours
from api.console.periods import Period, every_period, named
from api.console.records.person_links import links_about
from api.console.rooms import Room
from api.console.visit import Visit
from api.operations.explanations import explanation
from api.operations.leave_balances import BALANCES, leave_balances_of
from api.operations.outlooks import PersonOutlook, outlook
from api.problems import Problem
from api.words.translation import marked
from projections.calendar import period_number, period_text
from projections.explanation import ExplainRequest

room = Room()
_LOOK_BACK = 6
"""How many periods a chart goes back."""
_WEEK, _HOUR = 7, 60
_SHOWN = ("hours", "attendance", "scores", "ranking", "bonus")
Row = Mapping[str, Any]


@room.get("/my/month")
def last_month(visit: Visit) -> Response:
    """The month that is running."""
    return visit.go(f"/my/month/{every_period(visit)[-1]['period']}")


@room.get("/my/month/{period}")
def my_month(visit: Visit) -> Response:
    """One's own month."""
    return _month(visit, own_number(visit), "/my/month")


@room.get("/people/{employee}/{period}")
def month_of(visit: Visit) -> Response:
    """The month of somebody whom the role reaches."""
    employee = visit.path["employee"]
    return _month(visit, employee, f"/people/{employee}")


def own_number(visit: Visit) -> str:
    """The number of the employee who is signed in. Raises Problem where the key is nobody's."""
    if visit.principal.employee is None:
        sentence = visit.says("This page is for employees, and your key belongs to no employee; choose another page.")
        raise Problem("not-permitted", sentence)
    return visit.principal.employee


def balances(visit: Visit, period: str, employee: str) -> list[dict[str, Any]]:
    """Somebody's leave balances in a period (S4.6d); none for a role that does not see them."""
    return leave_balances_of(visit.context, period, employee) if visit.may(f"report {BALANCES}") else []


def _month(visit: Visit, employee: str, path: str) -> Response:
    periods = every_period(visit)
    period = named(periods, visit.path["period"])
    if period is None:
        sentence = visit.says("The period %(period)s is unknown or has not begun; choose one from the list.")
        raise Problem("not-found", sentence % {"period": visit.path["period"]})
    shown = [name for name in _SHOWN if visit.may(f"report {name}")]
    if not shown:
        raise Problem("not-permitted", visit.says("Your role cannot see anybody's month."))
    reports = _within_reach(visit, shown, period["period"], employee)
    shown = list(reports)
    rows = {name: next(iter(reports[name]["rows"]), None) if name in reports else None for name in _SHOWN}
    coming = outlook(visit.context, period["period"], employee) if rows["hours"] else None
    expected = next(iter(coming.rows), None) if coming is not None else None
    before = [each for each in periods if each["first_day"] <= period["first_day"]][-_LOOK_BACK:]
    return visit.page(
        "self_service/month.html",
        own=path == "/my/month",
        path=path,
        employee=employee,
        person=visit.people().get(employee, {"name": "", "team": ""}),
        links=links_about(visit, employee, period["period"]),
        periods=periods,
        period=period,
        report=next(iter(reports.values())),
        rows=rows,
        weeks=_weeks(period, reports["attendance"]["rows"]) if "attendance" in reports else [],
        balances=balances(visit, period["period"], employee),
        expected=expected,
        lots=_lots(visit, period["period"], employee, expected) if rows["hours"] else [],
        next_tier=_next_tier(visit, period["period"], employee) if rows["bonus"] else None,
        monitorings=_monitorings(visit, period, employee) if "scores" in shown else [],
        hours_chart=hours_chart(visit, before, employee) if "hours" in shown else None,
        scores_chart=_scores_chart(visit, before, employee) if "scores" in shown else None,
    )


def _within_reach(visit: Visit, names: Sequence[str], period: str, employee: str) -> dict[str, dict[str, Any]]:
    """Those of some reports in which somebody is within reach, such as the scores of agents alone.

    Raises the Problem of the first, where there is none.
    """
    found: dict[str, dict[str, Any]] = {}
    refused: list[Problem] = []
    for name in names:
        try:
            found[name] = visit.report(name, period, employee=employee)
        except Problem as problem:
            refused.append(problem)
    if not found:
        raise refused[0]
    return found


def _weeks(period: Period, rows: Sequence[Row]) -> list[list[dict[str, Any] | None]]:
    """The days of the period in weeks from Monday; None where a day is of another period."""
    by_date: dict[str, Row] = {row["date"]: row for row in rows}
    first, last = date.fromisoformat(period["first_day"]), date.fromisoformat(period["last_day"])
    day = first - timedelta(days=first.weekday())
    weeks = []
    while day <= last:
        week = [day + timedelta(days=place) for place in range(_WEEK)]
        weeks.append(
            [{"date": each, "row": by_date.get(each.isoformat())} if first <= each <= last else None for each in week]
        )
        day += timedelta(days=_WEEK)
    return weeks


def _lots(visit: Visit, period: str, employee: str, expected: PersonOutlook | None) -> list[dict[str, Any]]:
    """The lots of the lieu bank at the end of the period, each with the last period in which it may be used (S3.9)."""
    if expected is not None:
        return [each.as_json() for each in expected.expected_lots]
    told = explanation(visit.context, ExplainRequest("hours", period, employee, "lieu_closing"))
    months = visit.rules(told.rules)["lieu_months"]
    (closing,) = told.explained["children"]
    return [
        {
            "earned_in": lot["of"]["earned_in"],
            "minutes": lot["value"],
            "until": period_text(period_number(lot["of"]["earned_in"]) + months),
        }
        for lot in closing.get("children", [])
        if lot["term"] == "lot_left" and lot["value"]
    ]


def _next_tier(visit: Visit, period: str, employee: str) -> dict[str, Any] | None:
    """What the next tier of the bonus asks for (S7.3), beside what there is; None where there is no next one."""
    told = explanation(visit.context, ExplainRequest("bonus", period, employee, "amount"))
    parts = [part for amount in told.explained["children"] for part in amount.get("children", [])]
    following = next((each for each in parts if each["term"] == "next_tier"), None)
    return None if following is None else {"amount": following["value"], **following["of"]}


def _monitorings(visit: Visit, period: Period, employee: str) -> list[dict[str, Any]]:
    found = visit.workflows("monitoring", employee=employee)
    within = [each for each in found if period["first_day"] <= each["opened"]["date"] <= period["last_day"]]
    return [{**each, "score": _score_of(each)} for each in within]


def _score_of(monitoring: Mapping[str, Any]) -> Any:
    revised = [step["score"] for step in monitoring["followed"] if "score" in step]
    return revised[-1] if revised else monitoring["opened"]["score"]


def hours_chart(visit: Visit, periods: Sequence[Period], employee: str) -> Chart:
    """Somebody's hours worked against those due, period by period."""
    rows = _own_rows(visit, "hours", periods, employee)
    return Chart(
        title=visit.says("Hours worked against hours due"),
        kind="bars",
        labels=[each["period"] for each in periods],
        series=[
            Series(visit.says(name), [None if row is None else row[column] for row in rows])
            for name, column in ((marked("Due"), "due"), (marked("Worked"), "worked"))
        ],
        label_heading=visit.says("Period"),
        shown=lambda minutes: hours(int(minutes)),
        grain=_HOUR,
    )


def _scores_chart(visit: Visit, periods: Sequence[Period], employee: str) -> Chart:
    rows = _own_rows(visit, "scores", periods, employee)
    names = {
        "total": visit.says("Total"),
        "call": visit.says("Call"),
        "work": visit.says("Work"),
        "behaviour": visit.says("Behaviour"),
    }
    return Chart(
        title=visit.says("Scores, period by period"),
        kind="line",
        labels=[each["period"] for each in periods],
        series=[
            Series(name, [None if row is None or row[key] is None else Decimal(row[key]) for row in rows])
            for key, name in names.items()
        ],
        label_heading=visit.says("Period"),
        shown=lambda points: f"{points:.2f}",
    )


def _own_rows(visit: Visit, report: str, periods: Sequence[Period], employee: str) -> list[Row | None]:
    made = [visit.report(report, each["period"], employee=employee) for each in periods]
    return [each["rows"][0] if each["rows"] else None for each in made]
