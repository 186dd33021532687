"""A member's day as it is recorded, and what mends it: a punch, a void, approved overtime (S3.3, S3.6, S12.1)."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote

from starlette.responses import Response

from api.console.form_submission import acting, new_key, record_form, typed
from api.console.problems import refusal_of
from api.console.rooms import Room
from api.console.team.leave_entry import minutes_asked
from api.console.team.spans import Row, Span, shifts_of, span_of, workflows_of
from api.console.team.weeks import day_asked, moment_asked
from api.console.visit import Visit
from api.operations.facts import voided_among
from api.operations.periods import planned_span
from api.problems import Problem

room = Room()
_A_DAY = timedelta(days=1)
_DIRECTIONS = ("in", "out")


@room.get("/team/mend/{employee}/{day}")
def mend(visit: Visit) -> Response:
    """The day, and the forms."""
    return _page(visit, {}, None)


@room.post("/team/mend/{employee}/{day}/punch")
def punch(visit: Visit) -> Response:
    """Record the punch that is missing, with a reason."""
    given = typed(visit, "at", "direction", "reason", "key")
    try:
        fact = {
            "employee": visit.path["employee"],
            "at": moment_asked(visit, given["at"]),
            "direction": given["direction"],
            "reason": _reason(given["reason"], visit.says("The reason is missing; say why you record this.")),
        }
        record_form(visit, "clock", fact, given["key"] or new_key())
    except Problem as problem:
        return _page(visit, {"punch": given}, problem)
    return _back(visit, visit.says("The punch is recorded."))


@room.post("/team/mend/{employee}/{day}/void")
def void(visit: Visit) -> Response:
    """Void a punch that is wrong, with a reason."""
    given = typed(visit, "of", "reason", "key")
    try:
        fact = {
            "of_kind": "clock",
            "of": given["of"],
            "by": acting(visit),
            "reason": _reason(given["reason"], visit.says("The reason is missing; say why the punch is void.")),
        }
        record_form(visit, "void", fact, given["key"] or new_key())
    except Problem as problem:
        return _page(visit, {"void": given}, problem)
    return _back(visit, visit.says("The punch is void; it stays on the ledger and counts for nothing."))


@room.post("/team/mend/{employee}/{day}/overtime")
def overtime(visit: Visit) -> Response:
    """Approve minutes outside the planned span."""
    given = typed(visit, "minutes", "reason", "key")
    try:
        fact = {
            "employee": visit.path["employee"],
            "date": _day(visit).isoformat(),
            "minutes": minutes_asked(visit, given["minutes"]),
            "by": acting(visit),
        }
        if given["reason"]:
            fact["reason"] = given["reason"]
        record_form(visit, "overtime_approved", fact, given["key"] or new_key())
    except Problem as problem:
        return _page(visit, {"overtime": given}, problem)
    return _back(visit, visit.says("The overtime is approved."))


def _back(visit: Visit, done: str) -> Response:
    return visit.go(f"/team/mend/{quote(visit.path['employee'])}/{_day(visit)}", done=done)


def _day(visit: Visit) -> date:
    return day_asked(visit, visit.path["day"])


def _reason(text: str, missing: str) -> str:
    if not text:
        raise Problem("invalid", missing)
    return text


def _page(visit: Visit, given: Mapping[str, Mapping[str, str]], problem: Problem | None) -> Response:
    employee, day = visit.path["employee"], _day(visit)
    people = visit.people()
    span = span_of(visit, day, day)
    rows = shifts_of(visit, span, employee=employee)
    facts = _facts(visit, employee, day)
    return visit.page(
        "team/mend.html",
        status=200 if problem is None else problem.kind.status,
        refusal=None if problem is None else refusal_of(problem, visit.language),
        number=employee,
        person=people.get(employee),
        people=people,
        day=day.isoformat(),
        zone=visit.zone,
        period=span.period_of(day.isoformat()),
        row=rows[0] if rows else None,
        shift=span.shifts.get(rows[0]["shift"]) if rows else None,
        punches=[fact for fact in facts if fact["kind"] == "clock"],
        voids=_voids(visit, facts),
        approved=visit.counted("overtime_approved", employee=employee, first=day, last=day),
        leaves=workflows_of(visit, "leave", day, day, employee=employee),
        given={
            "punch": _suggested(visit, rows, span) | dict(given.get("punch", {})),
            "void": {"of": "", "reason": ""} | dict(given.get("void", {})),
            "overtime": {"minutes": "", "reason": ""} | dict(given.get("overtime", {})),
        },
        new_key=new_key,
        directions=_DIRECTIONS,
        may_mend=visit.may("record clock") is not None,
    )


def _facts(visit: Visit, employee: str, day: date) -> list[Row]:
    """Punches of the day and of those beside it (a night shift ends on the next), and their voids."""
    return visit.facts("clock", "void", employee=employee, first=day - _A_DAY, last=day + _A_DAY)


def _voids(visit: Visit, facts: list[Row]) -> dict[int, Row]:
    """The void of each punch that is void, by the position of the punch."""
    voids = {fact["position"]: fact for fact in facts if fact["kind"] == "void"}
    voided = voided_among(visit.context, facts)
    return {punch: voids[void] for punch, void in voided.items() if void in voids}


def _suggested(visit: Visit, rows: list[Row], span: Span) -> dict[str, Any]:
    """What is most likely missing: the planned end of a shift that was begun, else its planned start."""
    period = span.period_of(span.first.isoformat())
    if not rows or period is None:
        return {"at": f"{span.first}T00:00", "direction": "in", "reason": ""}
    of_shift = planned_span(visit.context, period["rules"], rows[0]["shift"], span.first)
    is_out = rows[0]["status"] == "missing_out"
    at = of_shift.ends if is_out else of_shift.starts
    return {"at": f"{at:%Y-%m-%dT%H:%M}", "direction": "out" if is_out else "in", "reason": ""}
