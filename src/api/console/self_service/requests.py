"""One's own requests: for a punch that was forgotten and for overtime; how they stand, forms, and to cancel (S3.3b)."""

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from api.console.form_submission import new_key, number_of, send, typed
from api.console.problems import refusal_of
from api.console.rooms import Room
from api.console.self_service.month import own_number
from api.console.team.leave_entry import minutes_asked
from api.console.team.spans import shifts_of, span_of
from api.console.team.weeks import day_asked, moment_asked
from api.console.visit import Visit
from api.console.wall_time import site_now
from api.operations.asked_effects import effect_of_asked_request
from api.operations.periods import planned_span
from api.problems import Problem

room = Room()
DIRECTIONS, COMPENSATIONS = ("in", "out"), ("lieu", "pay")
_PUNCH, _OVERTIME = "punch", "overtime"
_KINDS = {_PUNCH: "punch_request", _OVERTIME: "overtime_request"}
_PREFIXES = {_PUNCH: "PR", _OVERTIME: "OR"}
_FIELDS = {
    _PUNCH: ("at", "direction", "reason", "key"),
    _OVERTIME: ("date", "minutes", "compensation", "reason", "key"),
}
_NEEDED = {_PUNCH: ("at",), _OVERTIME: ("date", "minutes")}
_LOOK = "look"
Given = Mapping[str, Mapping[str, str]]


@room.get("/my/requests")
def requests(visit: Visit) -> Response:
    """The requests, and the forms; of a day that misses a punch, with its planned time."""
    day = visit.query.get("date", "")
    return _page(visit, {_PUNCH: _suggested(visit, day), _OVERTIME: {"date": day}})


@room.post("/my/requests/{sort}")
def ask(visit: Visit) -> Response:
    """Ask for a punch, or for overtime."""
    sort = _sort(visit)
    given, now = typed(visit, *_FIELDS[sort]), site_now(visit)
    body: dict[str, Any] = {
        "request": number_of(_PREFIXES[sort], now, given["key"]),
        "employee": own_number(visit),
        "reason": given["reason"],
        "requested_at": now.isoformat(timespec="seconds"),
    }
    if visit.sent.get("do") == _LOOK:
        return _page(visit, {sort: given}, effects={sort: _effect(visit, sort, given)})
    try:
        body |= _asked_for(visit, sort, given)
        send(visit, _KINDS[sort], body, given["key"])
    except Problem as problem:
        return _page(visit, {sort: given | {"key": new_key()}}, problem)
    return visit.go("/my/requests", done=visit.says("Your request %(number)s is recorded.", number=body["request"]))


@room.post("/my/requests/{sort}/{request}/cancel")
def cancel(visit: Visit) -> Response:
    """Cancel a request that is not decided (S3.3b)."""
    request, now = visit.path["request"], site_now(visit)
    body = {"decision": "cancelled", "by": own_number(visit), "at": now.isoformat(timespec="seconds")}
    send(visit, f"{_KINDS[_sort(visit)]}_decision", {"request": request, **body}, "")
    return visit.go("/my/requests", done=visit.says("The request %(number)s is cancelled.", number=request))


@room.post("/my/requests/{sort}/effect")
def effect(visit: Visit) -> Response:
    """What the request that is filled in would do, as far as it is filled in; nothing is recorded."""
    sort = _sort(visit)
    found = _effect(visit, sort, typed(visit, *_FIELDS[sort]))
    return visit.page("self_service/request_effect.html", kind=_KINDS[sort], **found)


def _effect(visit: Visit, sort: str, given: Mapping[str, str]) -> dict[str, Any]:
    """What a request would do, or why that cannot be said; neither as long as its day, or its minutes, are missing."""
    if not all(given[name] for name in _NEEDED[sort]):
        return {"effect": None, "unclear": None}
    body = {
        "request": _LOOK,
        "employee": own_number(visit),
        "reason": given["reason"] or _LOOK,
        "requested_at": site_now(visit).isoformat(timespec="seconds"),
    }
    try:
        asked = body | {name: value for name, value in _asked_for(visit, sort, given).items() if value}
        return {"effect": effect_of_asked_request(visit.context, _KINDS[sort], asked), "unclear": None}
    except Problem as problem:
        return {"effect": None, "unclear": refusal_of(problem, visit.language).sentence}


def _sort(visit: Visit) -> str:
    sort = visit.path["sort"]
    if sort not in _KINDS:
        raise Problem("not-found", visit.says("Requests are for a punch or for overtime; go back to the list."))
    return sort


def _asked_for(visit: Visit, sort: str, given: Mapping[str, str]) -> dict[str, Any]:
    if sort == _PUNCH:
        return {"at": moment_asked(visit, given["at"]), "direction": given["direction"]}
    return {
        "date": day_asked(visit, given["date"]).isoformat(),
        "minutes": minutes_asked(visit, given["minutes"]),
        "compensation": given["compensation"],
    }


def _suggested(visit: Visit, text: str) -> dict[str, str]:
    """Of a date that misses a punch: the planned time that it belongs to, and its direction."""
    if not text:
        return {}
    day = day_asked(visit, text)
    span = span_of(visit, day, day)
    rows, period = shifts_of(visit, span, employee=own_number(visit)), span.period_of(day.isoformat())
    if not rows or period is None:
        return {"at": f"{day}T00:00", "direction": DIRECTIONS[0]}
    planned = planned_span(visit.context, period["rules"], rows[0]["shift"], day)
    is_out = rows[0]["status"] == "missing_out"
    at = planned.ends if is_out else planned.starts
    return {"at": f"{at:%Y-%m-%dT%H:%M}", "direction": DIRECTIONS[is_out]}


def _page(
    visit: Visit,
    given: Given,
    problem: Problem | None = None,
    effects: Mapping[str, Mapping[str, Any]] | None = None,
) -> Response:
    employee = own_number(visit)
    found = [(sort, each) for sort, kind in _KINDS.items() for each in visit.workflows(kind, employee=employee)]
    empty = {sort: dict.fromkeys(names, "") | {"key": new_key()} for sort, names in _FIELDS.items()}
    return visit.page(
        "self_service/requests.html",
        status=200 if problem is None else problem.kind.status,
        refusal=None if problem is None else refusal_of(problem, visit.language),
        requests=sorted(found, key=lambda each: str(each[1]["opened"]["requested_at"]), reverse=True),
        given={sort: fields | dict(given.get(sort, {})) for sort, fields in empty.items()},
        directions=DIRECTIONS,
        compensations=COMPENSATIONS,
        zone=visit.zone,
        people=visit.people(),
        effects={sort: {"effect": None, "unclear": None} for sort in _KINDS} | dict(effects or {}),
    )
