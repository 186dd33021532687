"""Who decides while a leader is away: the delegations that one sees, a form to give one, and to withdraw one."""

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.responses import Response

from api.console.form_submission import acting, new_key, record_form, typed
from api.console.problems import refusal_of
from api.console.rooms import Room
from api.console.team.weeks import day_asked
from api.console.visit import Visit
from api.console.wall_time import site_today
from api.problems import Problem
from ledger.facts.base import KINDS
from ledger.facts.codec import choices_of

room = Room()
_KIND = "delegation"
_LEADERS = ("team_leader", "qa", "manager")
_FIELDS = ("employee", "to", "from", "until", "key")
_LONGEST = 31


@room.get("/team/delegations")
def delegations(visit: Visit) -> Response:
    """Who acts for whom, and the form."""
    today = site_today(visit).isoformat()
    given = dict.fromkeys(_FIELDS, "") | {"from": today, "until": today, "key": new_key()}
    return _page(visit, given | {"employee": visit.principal.employee or ""}, ())


@room.post("/team/delegations")
def give(visit: Visit) -> Response:
    """Give a delegation."""
    given, what = typed(visit, *_FIELDS), [str(each) for each in visit.sent.getlist("what")]
    try:
        if not what:
            raise Problem("invalid", visit.says("Choose what may be decided meanwhile."))
        days = {name: day_asked(visit, given[name]).isoformat() for name in ("from", "until")}
        people = {name: given[name] for name in ("employee", "to")}
        record_form(visit, _KIND, {**people, **days, "what": what, "by": acting(visit)}, given["key"] or new_key())
    except Problem as problem:
        return _page(visit, given | {"key": new_key()}, what, problem)
    return visit.go("/team/delegations", done=visit.says("The delegation is recorded."))


@room.post("/team/delegations/withdrawal")
def withdraw(visit: Visit) -> Response:
    """Withdraw a delegation."""
    given = typed(visit, "employee", "to", "from", "key")
    key = given.pop("key") or new_key()
    what = [str(each) for each in visit.sent.getlist("what")]
    record_form(visit, _KIND, {**given, "until": None, "what": what, "by": acting(visit)}, key)
    return visit.go("/team/delegations", done=visit.says("The delegation is withdrawn."))


def _page(visit: Visit, given: Mapping[str, str], what: Sequence[str], problem: Problem | None = None) -> Response:
    people, own = visit.people(), visit.principal.employee
    extent = visit.may(f"record {_KIND}")
    leaders = {number: each for number, each in people.items() if each["employed"] and each["role"] in _LEADERS}
    everyone = extent is not None and extent.everyone
    employed = {number: each for number, each in people.items() if each["employed"]}
    return visit.page(
        "team/delegations.html",
        status=200 if problem is None else problem.kind.status,
        refusal=None if problem is None else refusal_of(problem, visit.language),
        people=people,
        given=given,
        what=what,
        matters=choices_of(KINDS[_KIND].model_fields["what"].annotation),
        givers=leaders if everyone else {own: leaders[own]} if extent is not None and own in leaders else {},
        receivers=employed if everyone else {number: each for number, each in leaders.items() if number != own},
        rows=_standing(visit),
        own=own,
        everyone=everyone,
        key=new_key(),
        longest=_LONGEST,
    )


def _standing(visit: Visit) -> list[dict[str, Any]]:
    """The delegations that are seen, the latest first: each with how it stands today."""
    last = {(each["employee"], each["to"], each["from"]): each for each in visit.facts(_KIND)}
    today = site_today(visit).isoformat()
    found = [{**each, "state": _state(each, today)} for each in last.values()]
    return sorted(found, key=lambda each: str(each["from"]), reverse=True)


def _state(fact: Mapping[str, Any], today: str) -> str:
    if fact["until"] is None:
        return "withdrawn"
    if fact["until"] < today:
        return "over"
    return "in_force" if fact["from"] <= today else "to_come"
