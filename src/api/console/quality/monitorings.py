"""Evaluations: those of a period, and one with its criteria, its history, and forms to revise or withdraw it."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote

from starlette.responses import Response

from api.console.form_submission import (
    acting,
    invalid,
    new_key,
    send,
    typed,
)
from api.console.lists import Cell, Column, list_of, list_page, person_cell
from api.console.periods import every_period, named
from api.console.problems import refusal_of
from api.console.quality.evaluations import chart_of
from api.console.quality.form_versions import Form, critical_names, every_form
from api.console.quality.form_versions import named as named_form
from api.console.quality.marks import judged, marks_as_recorded, marks_of
from api.console.quality.score import points, score_of
from api.console.rooms import Room
from api.console.visit import Visit
from api.console.wall_time import site_now, site_today
from api.console.words import channel_name, standing_name, tone_of
from api.operations.evaluations import Evaluation, EvaluationQuery, evaluation, evaluations
from api.problems import Problem
from api.words.translation import marked

room = Room()
STANDINGS = ("standing", "revised", "withdrawn")
_WEEK = 7
_DAY = timedelta(days=1)


@room.get("/quality/monitorings")
def monitorings(visit: Visit) -> Response:
    """The evaluations of some days of a period, the latest first, narrowed as is asked, with their mean."""
    periods = every_period(visit)
    period = named(periods, visit.query.get("period", "")) or periods[-1]
    asked = {name: visit.query.get(name, "") for name in ("employee", "evaluator", "standing")}
    first, last = _days_asked(visit, period, site_today(visit).isoformat())
    query = EvaluationQuery(date.fromisoformat(first), date.fromisoformat(last), **asked)
    told = evaluations(visit.context, query)
    people, teams = visit.people(), visit.teams("read monitoring")
    columns = [
        Column("number", visit.says("Number")),
        Column("date", visit.says("Date")),
        Column("employee", visit.says("Employee")),
        Column("evaluator", visit.says("Evaluator")),
        Column("channel", visit.says("Channel")),
        Column("score", visit.says("Score"), figure=True),
        Column("state", visit.says("State")),
    ]
    return list_page(
        visit,
        "quality/monitorings.html",
        list_of(visit, columns, [_row(visit, each, people) for each in told.found]),
        f"evaluations-{period['period']}",
        visit.says("Evaluations"),
        periods=periods,
        period=period,
        first=first,
        last=last,
        asked=asked,
        people=people,
        employees=[each["employee"] for each in people.values() if each["role"] == "csr" and each["team"] in teams],
        evaluators=sorted({*told.evaluators, asked["evaluator"]} - {""}),
        standings=STANDINGS,
        count=len(told.found),
        mean=points(told.mean),
        lowest=points(told.lowest),
        may_record=visit.may("record monitoring") is not None,
    )


def _row(visit: Visit, found: Evaluation, people: Mapping[str, Mapping[str, Any]]) -> list[Cell]:
    stands = found.standing == "standing"
    state = Cell() if stands else Cell(standing_name(found.standing, visit.language), tone=tone_of(found.standing))
    return [
        Cell(found.number, path=f"/quality/monitorings/{quote(found.number, safe='')}"),
        Cell(visit.shown_day(found.opened["date"]), found.opened["date"]),
        person_cell(found.employee, people),
        person_cell(found.opened["evaluator"], people),
        Cell(channel_name(found.opened["channel"], visit.language)),
        Cell(points(found.score), found.score, quiet="" if stands else f"({points(found.recorded_score)})"),
        state,
    ]


def _days_asked(visit: Visit, period: Mapping[str, Any], today: str) -> tuple[str, str]:
    """The first and last day that are shown: of one employee the whole period, of everybody the latest week of it."""
    first, last = (date.fromisoformat(period[name]) for name in ("first_day", "last_day"))
    days = [(first + number * _DAY).isoformat() for number in range((last - first).days + 1)]
    asked = {name: text for name in ("from", "until") if (text := visit.query.get(name, "")) in days}
    until = asked.get("until", max(min(days[-1], today), days[0]))
    week = days[max(0, days.index(until) - _WEEK + 1)]
    return asked.get("from", days[0] if visit.query.get("employee") else week), until


@room.get("/quality/monitorings/{number}")
def monitoring(visit: Visit) -> Response:
    """One evaluation."""
    return _page(visit, {"score": "", "reason": "", "key": new_key()})


@room.post("/quality/monitorings/{number}/revisions")
def revise(visit: Visit) -> Response:
    """Revise or withdraw an evaluation."""
    number, given = visit.path["number"], typed(visit, "do", "score", "reason", "key", "version")
    try:
        found = evaluation(visit.context, number)
        body = revision_of(visit, given, found) | {"by": acting(visit), "at": said_now(visit)}
        send(visit, "monitoring_revision", {"monitoring": number, **body}, given["key"], given["version"])
    except Problem as problem:
        return _page(visit, given | {"key": new_key()}, problem)
    sentence = (
        marked("Evaluation %(number)s is withdrawn.")
        if "withdrawn" in body
        else marked("Evaluation %(number)s is revised.")
    )
    return visit.go(f"/quality/monitorings/{quote(number, safe='')}", done=visit.says(sentence, number=number))


def revision_of(visit: Visit, given: Mapping[str, str], found: Evaluation) -> dict[str, Any]:
    """What revises an evaluation: its withdrawal, or another score; by a form other marks, and what they come to.

    Raises Problem where it is neither.
    """
    if not given["reason"]:
        raise invalid(visit, marked("The reason is missing; say why the evaluation is revised or withdrawn."))
    if given["do"] == "withdraw":
        return {"withdrawn": True, "reason": given["reason"]}
    form = _form_of(visit, found)
    if form is not None:
        return {**judged(visit, form, marks_of(visit.sent, form)), "reason": given["reason"]}
    score = score_of(given["score"])
    if score is None:
        raise invalid(
            visit, marked("The new score is not valid; give one from 0 to 100 with at most two decimals, such as 85.5.")
        )
    return {"score": points(score), "reason": given["reason"]}


def _form_of(visit: Visit, found: Evaluation) -> Form | None:
    """The form version that an evaluation is held to (S6.1a), voided or not; None where it is held to none."""
    return named_form(every_form(visit), *found.form) if found.is_by_form and found.form else None


def said_now(visit: Visit) -> str:
    """Now, as an instant of the API."""
    return site_now(visit).isoformat()


def shown_evaluation(visit: Visit, found: Evaluation, *, sent: bool = False) -> dict[str, Any]:
    """What the part of a page is given that shows an evaluation; with `sent`, the marks are those that came in."""
    criteria = found.criteria(critical_names(every_form(visit), found.form))
    form = _form_of(visit, found)
    marks: list[str] = []
    if form is not None:
        marks = marks_of(visit.sent, form) if sent else marks_as_recorded(form, criteria)
    return {
        "marked": [] if form is None else list(zip(form.criteria, marks, strict=True)),
        "evaluation": found,
        "criteria": criteria,
        "chart": chart_of(visit, criteria),
        "people": visit.people(),
        "zone": visit.zone,
        "points": points,
    }


def _page(visit: Visit, given: Mapping[str, str], problem: Problem | None = None) -> Response:
    found = evaluation(visit.context, visit.path["number"])
    may_see_disputes = visit.may("read dispute") is not None
    disputes = visit.workflows("dispute", employee=found.employee) if may_see_disputes else []
    told = {
        "given": given,
        "disputes": [each for each in disputes if each["opened"].get("about") == found.opened["id"]],
        "may_record": visit.may("record monitoring") is not None,
        "may_revise": visit.may("record monitoring_revision") is not None,
        "refusal": None if problem is None else refusal_of(problem, visit.language),
        **shown_evaluation(visit, found, sent=problem is not None),
    }
    return visit.page("quality/monitoring.html", status=200 if problem is None else problem.kind.status, **told)
