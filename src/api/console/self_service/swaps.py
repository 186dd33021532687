"""One's own shift swaps: those that one asked for and those that one is asked for, and a form to ask (S5)."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from starlette.responses import Response

from api.console.form_submission import new_key, number_of, send, typed
from api.console.periods import every_period
from api.console.problems import refusal_of
from api.console.rooms import Room
from api.console.self_service.month import own_number
from api.console.visit import Visit
from api.console.wall_time import site_now
from api.operations.periods import periods
from api.problems import Problem

room = Room()
_FIELDS = ("requester_date", "counterparty", "counterparty_date", "key")
_ANSWERS = ("accepted", "rejected", "cancelled")


@room.get("/my/swaps")
def swaps(visit: Visit) -> Response:
    """The swaps, and the form."""
    return _page(visit, dict.fromkeys(_FIELDS, "") | {"key": new_key()})


@room.post("/my/swaps")
def ask(visit: Visit) -> Response:
    """Ask a colleague to swap."""
    given, now = typed(visit, *_FIELDS), site_now(visit)
    body = {name: given[name] for name in _FIELDS if name != "key"} | {
        "swap": number_of("SW", now, given["key"]),
        "requester": own_number(visit),
        "at": now.isoformat(timespec="seconds"),
    }
    try:
        send(visit, "swap", body, given["key"])
    except Problem as problem:
        return _page(visit, given | {"key": new_key()}, problem)
    return visit.go("/my/swaps", done=visit.says("Your request %(number)s is recorded.", number=body["swap"]))


@room.post("/my/swaps/{swap}/{decision}")
def answer(visit: Visit) -> Response:
    """Accept or reject what a colleague asks for, or cancel what one asked for oneself."""
    swap, decision = visit.path["swap"], visit.path["decision"]
    if decision not in _ANSWERS:
        raise Problem("not-found", visit.says("A swap is accepted, rejected or cancelled; go back to the list."))
    body = {"decision": decision, "by": own_number(visit), "at": site_now(visit).isoformat(timespec="seconds")}
    send(visit, "swap_decision", {"swap": swap, **body}, "")
    done = {
        "accepted": visit.says("The swap %(number)s is accepted; now a leader decides.", number=swap),
        "rejected": visit.says("The swap %(number)s is rejected.", number=swap),
        "cancelled": visit.says("The swap %(number)s is cancelled.", number=swap),
    }
    return visit.go("/my/swaps", done=done[decision])


def _page(visit: Visit, given: Mapping[str, str], problem: Problem | None = None) -> Response:
    employee = own_number(visit)
    found = visit.workflows("swap", employee=employee)
    people = visit.people()
    own = people.get(employee, {"role": "", "team": ""})
    told: dict[str, Any] = {
        "employee": employee,
        "swaps": sorted(found, key=lambda each: str(each["opened"]["at"]), reverse=True),
        "people": people,
        "colleagues": sorted(
            (each for number, each in people.items() if number != employee and each["employed"]),
            key=lambda each: (each["team"] != own["team"], each["role"] != own["role"], each["employee"]),
        ),
        "shifts": _shifts_ahead(visit, employee),
        "given": given,
        "refusal": None if problem is None else refusal_of(problem, visit.language),
    }
    return visit.page("self_service/swaps.html", status=200 if problem is None else problem.kind.status, **told)


def _shifts_ahead(visit: Visit, employee: str) -> list[Mapping[str, Any]]:
    """One's shifts from tomorrow on, as the roster stands."""
    tomorrow = (site_now(visit).date() + timedelta(days=1)).isoformat()
    every = periods(visit.context).periods
    running = every_period(visit)[-1]["period"]
    ahead = [each.period for each in every if each.period >= running]
    reports = [visit.report("attendance", period, employee=employee) for period in ahead]
    return [row for report in reports for row in report["rows"] if row["date"] >= tomorrow]
