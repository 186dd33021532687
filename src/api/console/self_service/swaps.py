"""One's own shift swaps: those that one asked for and those that one is asked for, and a form to ask (S5)."""

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.responses import Response

from api.console.form_submission import new_key, number_of, send, typed
from api.console.problems import refusal_of
from api.console.rooms import Room
from api.console.self_service.month import own_number
from api.console.team.weeks import day_asked
from api.console.visit import Visit
from api.console.wall_time import site_now
from api.operations.asked_effects import Offer, effect_of_asked_swap, offers
from api.problems import Problem

room = Room()
_FIELDS = ("requester_date", "counterparty", "counterparty_date", "key")
_ANSWERS = ("accepted", "rejected", "cancelled")
_LOOK = "look"
Given = Mapping[str, str]


@room.get("/my/swaps")
def swaps(visit: Visit) -> Response:
    """The swaps, and the form."""
    return _page(visit, {name: visit.query.get(name, "") for name in _FIELDS} | {"key": new_key()})


@room.post("/my/swaps")
def ask(visit: Visit) -> Response:
    """Ask a colleague to swap, or look first at the colleague's shifts and at what the swap would do."""
    given = typed(visit, *_FIELDS)
    if visit.sent.get("do") == _LOOK:
        return _page(visit, given)
    try:
        body = _body(visit, given)
        send(visit, "swap", body, given["key"])
    except Problem as problem:
        return _page(visit, given | {"key": new_key()}, problem)
    return visit.go("/my/swaps", done=visit.says("Your request %(number)s is recorded.", number=body["swap"]))


@room.post("/my/swaps/choices")
def choices(visit: Visit) -> Response:
    """The shifts of the colleague who is chosen, and what the swap would do; nothing is recorded."""
    return visit.page("self_service/swap_choices.html", **_choices(visit, typed(visit, *_FIELDS)))


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


def _body(visit: Visit, given: Given) -> dict[str, str]:
    """The fields of the fact. Raises Problem where a day is over, or nothing is given on it."""
    employee, now = own_number(visit), site_now(visit)
    if not given["counterparty"]:
        raise Problem("invalid", visit.says("Choose the colleague."))
    sides = {"requester": employee, "counterparty": given["counterparty"]}
    for side, number in sides.items():
        _refuse_idle(visit, number, given[f"{side}_date"], is_own=number == employee)
    return {name: given[name] for name in _FIELDS if name != "key"} | {
        "swap": number_of("SW", now, given["key"] or new_key()),
        "requester": employee,
        "at": now.isoformat(timespec="seconds"),
    }


def _refuse_idle(visit: Visit, employee: str, text: str, *, is_own: bool) -> None:
    """Raises Problem for a day that has begun, and for one on which there is no shift to give."""
    day = day_asked(visit, text).isoformat()
    if day <= site_now(visit).date().isoformat():
        raise Problem("invalid", visit.says("%(day)s has begun or is over; swap a later shift.", day=day))
    if day in {each.date for each in offers(visit.context, employee)}:
        return
    if is_own:
        raise Problem("invalid", visit.says("You have no shift on %(day)s; choose one of your shifts.", day=day))
    raise Problem("invalid", visit.says("The colleague is free on %(day)s; choose one of the shifts shown.", day=day))


def _choices(visit: Visit, given: Given) -> dict[str, Any]:
    """The colleague's shifts, and what the swap would do as far as it is filled in, or why that cannot be said."""
    found: dict[str, Any] = {"given": given, "people": visit.people(), "theirs": [], "effect": None, "unclear": None}
    if not given["counterparty"]:
        return found
    try:
        found["theirs"] = offers(visit.context, given["counterparty"])
        if given["requester_date"] and _has(found["theirs"], given["counterparty_date"]):
            found["effect"] = effect_of_asked_swap(visit.context, _body(visit, given))
    except Problem as problem:
        found["unclear"] = refusal_of(problem, visit.language).sentence
    return found


def _has(offered: Sequence[Offer], day: str) -> bool:
    return any(each.date == day for each in offered)


def _page(visit: Visit, given: Given, problem: Problem | None = None) -> Response:
    employee = own_number(visit)
    found, people = visit.workflows("swap", employee=employee), visit.people()
    own = people.get(employee, {"role": "", "team": ""})
    told: dict[str, Any] = {
        **_choices(visit, given),
        "employee": employee,
        "swaps": sorted(found, key=lambda each: str(each["opened"]["at"]), reverse=True),
        "people": people,
        "colleagues": sorted(
            (each for number, each in people.items() if number != employee and each["employed"]),
            key=lambda each: (each["team"] != own["team"], each["role"] != own["role"], each["employee"]),
        ),
        "shifts": offers(visit.context, employee) if employee in people and own["employed"] else [],
        "refusal": None if problem is None else refusal_of(problem, visit.language),
    }
    return visit.page("self_service/swaps.html", status=200 if problem is None else problem.kind.status, **told)
