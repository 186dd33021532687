"""One's own leaves: the balances, a form that says what it would do, how each stands, and to cancel one."""

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from api.console.form_submission import new_key, number_of, send, typed
from api.console.problems import refusal_of
from api.console.rooms import Room
from api.console.self_service.month import balances, own_number
from api.console.team.leave_entry import minutes_asked
from api.console.team.open_requests import shown_alone
from api.console.team.weeks import day_asked
from api.console.visit import Visit
from api.console.wall_time import site_now
from api.operations.asked_effects import effect_of_asked_leave
from api.operations.periods import periods
from api.operations.workflows import workflow
from api.problems import Problem

room = Room()
_FIELDS = ("type", "first_date", "last_date", "minutes", "key")
_LOOK = "look"


@room.get("/my/leaves")
def leaves(visit: Visit) -> Response:
    """The leaves, and the form."""
    given = {name: visit.query.get(name, "") for name in _FIELDS} | {"key": new_key()}
    return _page(visit, given, effect=_effect(visit, given))


@room.post("/my/leaves")
def ask(visit: Visit) -> Response:
    """Ask for a leave, or look first at what it would do."""
    given = typed(visit, *_FIELDS)
    if visit.sent.get("do") == _LOOK:
        return _page(visit, given, effect=_effect(visit, given))
    try:
        body = _body(visit, given)
        send(visit, "leave", body, given["key"])
    except Problem as problem:
        return _page(visit, given | {"key": new_key()}, problem)
    return visit.go("/my/leaves", done=visit.says("Your request %(number)s is recorded.", number=body["leave"]))


@room.post("/my/leaves/effect")
def effect(visit: Visit) -> Response:
    """What the leave that is filled in would do, as far as it is filled in; nothing is recorded."""
    return visit.page("self_service/leave_effect.html", **_effect(visit, typed(visit, *_FIELDS)))


@room.get("/my/leaves/{leave}/cancel")
def consider(visit: Visit) -> Response:
    """What cancelling a leave would do, to be confirmed."""
    found = workflow(visit.context, "leave", visit.path["leave"])
    begins, today = str(found["opened"]["first_date"]), site_now(visit).date().isoformat()
    return visit.page(
        "self_service/leave_cancellation.html",
        each=shown_alone(visit, "leave", found),
        people=visit.people(),
        zone=visit.zone,
        has_begun=begins <= today,
        key=new_key(),
    )


@room.post("/my/leaves/{leave}/cancel")
def cancel(visit: Visit) -> Response:
    """Cancel a leave, for good (S4.1)."""
    leave, now = visit.path["leave"], site_now(visit)
    body = {"decision": "cancelled", "by": own_number(visit), "at": now.isoformat(timespec="seconds")}
    send(visit, "leave_decision", {"leave": leave, **body}, "")
    return visit.go("/my/leaves", done=visit.says("The leave %(number)s is cancelled.", number=leave))


def _body(visit: Visit, given: Mapping[str, str]) -> dict[str, Any]:
    """The fields of the fact. Raises Problem where one is not a date, or not a number of minutes."""
    now = site_now(visit)
    first = day_asked(visit, given["first_date"])
    last = day_asked(visit, given["last_date"]) if given["last_date"] else first
    body: dict[str, Any] = {
        "leave": number_of("LV", now, given["key"] or new_key()),
        "employee": own_number(visit),
        "type": given["type"],
        "first_date": first.isoformat(),
        "last_date": last.isoformat(),
        "requested_on": now.date().isoformat(),
    }
    return body | ({"minutes": minutes_asked(visit, given["minutes"])} if given["minutes"] else {})


def _effect(visit: Visit, given: Mapping[str, str]) -> dict[str, Any]:
    """What the leave would do, or why that cannot be said; neither as long as no date is given."""
    if not given["first_date"]:
        return {"effect": None, "unclear": None}
    try:
        return {"effect": effect_of_asked_leave(visit.context, _body(visit, given)), "unclear": None}
    except Problem as problem:
        return {"effect": None, "unclear": refusal_of(problem, visit.language).sentence}


def _page(
    visit: Visit, given: Mapping[str, str], problem: Problem | None = None, effect: Mapping[str, Any] | None = None
) -> Response:
    employee = own_number(visit)
    found = visit.workflows("leave", employee=employee)
    period = periods(visit.context).periods[-1]
    rules = visit.rules(period.rules)
    hours = visit.report("hours", period.period, employee=employee)["rows"] if visit.may("report hours") else []
    told: dict[str, Any] = {
        "leaves": sorted(found, key=lambda each: str(each["opened"]["first_date"]), reverse=True),
        "types": list(rules["leave_types"]),
        "notice_days": rules["lieu_notice_days"],
        "given": given,
        "balances": balances(visit, period.period, employee),
        "bank": next(iter(hours), None),
        "period": period.period,
        "today": site_now(visit).date().isoformat(),
        "refusal": None if problem is None else refusal_of(problem, visit.language),
        **(effect or {"effect": None, "unclear": None}),
    }
    return visit.page("self_service/leaves.html", status=200 if problem is None else problem.kind.status, **told)
