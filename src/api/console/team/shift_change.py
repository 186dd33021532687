"""The change of a day's shift on the roster (S3.2): a shift type, or none."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import quote

from starlette.responses import Response

from api.console.form_submission import new_key, record_form
from api.console.problems import refusal_of
from api.console.rooms import Room
from api.console.team.spans import Row, Span, shifts_of, span_of
from api.console.team.weeks import day_asked, week_name
from api.console.visit import Visit
from api.console.wall_time import site_today
from api.problems import Problem

room = Room()
_CLEARED = ""


@room.get("/team/roster/{employee}/{day}")
def cell(visit: Visit) -> Response:
    """The form to change a member's shift on a day."""
    span, row = _looked(visit, _day(visit))
    given = {"shift": _CLEARED if row is None else row["shift"], "reason": "", "key": new_key()}
    return _form(visit, span, row, given)


@room.post("/team/roster/{employee}/{day}")
def change(visit: Visit) -> Response:
    """Record the shift of a day."""
    day, form = _day(visit), visit.sent
    given = {name: str(form.get(name, "")).strip() for name in ("shift", "reason", "key")}
    fact = {"employee": visit.path["employee"], "date": day.isoformat(), "shift": given["shift"] or None}
    if given["reason"]:
        fact["reason"] = given["reason"]
    try:
        record_form(visit, "shift", fact, given["key"] or new_key())
    except Problem as problem:
        span, row = _looked(visit, day)
        return _form(visit, span, row, given | {"key": new_key()}, problem)
    person = visit.people().get(visit.path["employee"], {})
    done = (
        visit.says("%(name)s has shift %(shift)s on %(day)s.", name=person["name"], shift=fact["shift"], day=day)
        if fact["shift"]
        else visit.says("%(name)s has no shift on %(day)s.", name=person["name"], day=day)
    )
    return visit.go(f"/team/roster?week={week_name(day)}&team={quote(person['team'])}", done=done)


def _day(visit: Visit) -> date:
    return day_asked(visit, visit.path["day"])


def _looked(visit: Visit, day: date) -> tuple[Span, Row | None]:
    span = span_of(visit, day, day)
    rows = shifts_of(visit, span, employee=visit.path["employee"])
    return span, rows[0] if rows else None


def _form(
    visit: Visit, span: Span, row: Row | None, given: Mapping[str, Any], problem: Problem | None = None
) -> Response:
    person = visit.people().get(visit.path["employee"])
    return visit.page(
        "team/cell.html",
        status=200 if problem is None else problem.kind.status,
        refusal=None if problem is None else refusal_of(problem, visit.language),
        number=visit.path["employee"],
        person=person,
        day=visit.path["day"],
        week=week_name(span.first),
        shifts=span.shifts,
        row=row,
        given=given,
        is_past=visit.path["day"] < site_today(visit).isoformat(),
    )
