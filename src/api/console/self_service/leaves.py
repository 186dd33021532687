"""One's own leaves: what was asked for and how it stands, a form to ask, and to cancel."""

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from api.console.form_submission import new_key, number_of, send, typed
from api.console.problems import refusal_of
from api.console.rooms import Room
from api.console.self_service.month import balances, own_number
from api.console.visit import Visit
from api.console.wall_time import site_now
from api.operations.periods import periods
from api.problems import Problem

room = Room()
_FIELDS = ("type", "first_date", "last_date", "minutes", "key")


@room.get("/my/leaves")
def leaves(visit: Visit) -> Response:
    """The leaves, and the form."""
    return _page(visit, {name: visit.query.get(name, "") for name in _FIELDS} | {"key": new_key()})


@room.post("/my/leaves")
def ask(visit: Visit) -> Response:
    """Ask for a leave."""
    employee, given, now = own_number(visit), typed(visit, *_FIELDS), site_now(visit)
    body = {
        "leave": number_of("LV", now, given["key"]),
        "employee": employee,
        "type": given["type"],
        "first_date": given["first_date"],
        "last_date": given["last_date"] or given["first_date"],
        "requested_on": now.date().isoformat(),
    }
    try:
        send(visit, "leave", body | {"minutes": _minutes(visit, given["minutes"])}, given["key"])
    except Problem as problem:
        return _page(visit, given | {"key": new_key()}, problem)
    return visit.go("/my/leaves", done=visit.says("Your request %(number)s is recorded.", number=body["leave"]))


@room.post("/my/leaves/{leave}/cancel")
def cancel(visit: Visit) -> Response:
    """Cancel a leave, for good (S4.1)."""
    leave, now = visit.path["leave"], site_now(visit)
    body = {"decision": "cancelled", "by": own_number(visit), "at": now.isoformat(timespec="seconds")}
    send(visit, "leave_decision", {"leave": leave, **body}, "")
    return visit.go("/my/leaves", done=visit.says("The leave %(number)s is cancelled.", number=leave))


def _minutes(visit: Visit, text: str) -> int | None:
    """The minutes of a part of a shift. Raises Problem where they are no number."""
    if not text:
        return None
    if not (text.isascii() and text.isdigit()):
        sentence = visit.says(
            "%(minutes)s is not a number of minutes; give a whole number, such as 120, or leave it empty."
        )
        raise Problem("invalid", sentence % {"minutes": repr(text[:20])})
    return int(text)


def _page(visit: Visit, given: Mapping[str, str], problem: Problem | None = None) -> Response:
    employee = own_number(visit)
    found = visit.workflows("leave", employee=employee)
    period = periods(visit.context).periods[-1]
    types = visit.rules(period.rules)
    told: dict[str, Any] = {
        "leaves": sorted(found, key=lambda each: str(each["opened"]["first_date"]), reverse=True),
        "types": list(types["leave_types"]),
        "notice_days": types["lieu_notice_days"],
        "given": given,
        "balances": balances(visit, period.period, employee),
        "refusal": None if problem is None else refusal_of(problem, visit.language),
    }
    return visit.page("self_service/leaves.html", status=200 if problem is None else problem.kind.status, **told)
