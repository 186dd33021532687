"""One's own disputes: of a figure or of an evaluation, how each stands, and a form to raise one (S12.2)."""

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from api.console.form_submission import new_key, number_of, send, typed
from api.console.problems import refusal_of
from api.console.rooms import Room
from api.console.self_service.month import own_number
from api.console.visit import Visit
from api.console.wall_time import site_now
from api.documents.pay_items import item_heading
from api.operations.facts import fact
from api.problems import Problem
from api.words.fact_words import fields_told, kind_label

room = Room()
_ENVELOPE = ("kind", "id", "position", "recorded_at")
_FIELDS = ("about", "period", "item", "text", "key")


@room.get("/my/disputes")
def disputes(visit: Visit) -> Response:
    """The disputes."""
    employee = own_number(visit)
    found = visit.workflows("dispute", employee=employee)
    return visit.page(
        "self_service/disputes.html",
        disputes=sorted(found, key=lambda each: str(each["opened"]["at"]), reverse=True),
        headings={each["number"]: _heading(visit, each["opened"].get("item")) for each in found},
        zone=visit.zone,
    )


@room.get("/my/disputes/new")
def begin(visit: Visit) -> Response:
    """The form, about what was chosen on another page."""
    return _form(visit, {name: visit.query.get(name, "") for name in _FIELDS} | {"key": new_key()})


@room.post("/my/disputes")
def raise_it(visit: Visit) -> Response:
    """Raise a dispute."""
    given, now = typed(visit, *_FIELDS), site_now(visit)
    number = number_of("DI", now, given["key"])
    body = {name: given[name] or None for name in ("about", "period", "item", "text")} | {
        "dispute": number,
        "employee": own_number(visit),
        "at": now.isoformat(timespec="seconds"),
    }
    try:
        send(visit, "dispute", body, given["key"])
    except Problem as problem:
        return _form(visit, given | {"key": new_key()}, problem)
    return visit.go("/my/disputes", done=visit.says("Your dispute %(number)s is recorded.", number=number))


@room.post("/my/disputes/{dispute}/withdraw")
def withdraw(visit: Visit) -> Response:
    """Withdraw a dispute that is open."""
    dispute, given = visit.path["dispute"], typed(visit, "reason")
    body = {
        "decision": "withdrawn",
        "by": own_number(visit),
        "at": site_now(visit).isoformat(timespec="seconds"),
        "reason": given["reason"] or visit.says("withdrawn by the employee"),
    }
    send(visit, "dispute_decision", {"dispute": dispute, **body}, "")
    return visit.go("/my/disputes", done=visit.says("The dispute %(number)s is withdrawn.", number=dispute))


def _form(visit: Visit, given: Mapping[str, str], problem: Problem | None = None) -> Response:
    about: dict[str, Any] | None = None
    if given["about"]:
        disputed = fact(visit.context, given["about"])
        kind = disputed["kind"]
        shown = {name: value for name, value in disputed.items() if name not in _ENVELOPE}
        about = {"kind": kind_label(kind, visit.language), "fields": fields_told(shown, visit.language)}
    return visit.page(
        "self_service/dispute.html",
        status=200 if problem is None else problem.kind.status,
        given=given,
        about=about,
        heading=_heading(visit, given["item"]),
        refusal=None if problem is None else refusal_of(problem, visit.language),
    )


def _heading(visit: Visit, item: str | None) -> str:
    return item_heading(item, visit.language) if item else ""
