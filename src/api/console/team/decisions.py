"""What waits for a decision, with what that would do: swaps, leaves, requests; and what was decided lately."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from urllib.parse import quote

from starlette.responses import Response

from api.auth.authorship import may_override
from api.console.effects import effects_of
from api.console.form_submission import acting, new_key, record_form
from api.console.problems import refusal_of
from api.console.rooms import Room
from api.console.team.spans import Row, workflows_of
from api.console.team.teams import Team, team_of_page
from api.console.visit import Visit
from api.console.wall_time import site_now
from api.operations.periods import periods
from api.problems import Problem
from api.words.translation import marked
from ledger.facts.base import KINDS

room = Room()
_WAITING = ("requested", "accepted")
_SHOWN = 30
_LEAVE = "leave"
_OPENERS = {"swaps": "swap", "leaves": _LEAVE, "punches": "punch_request", "overtime": "overtime_request"}
"""The sorts of workflows of the page, and the kind that opens each."""
_DONE = {
    ("swaps", "approved"): marked("Swap %(number)s is approved, and the roster is changed."),
    ("swaps", "rejected"): marked("Swap %(number)s is rejected."),
    ("leaves", "approved"): marked("Leave %(number)s is approved."),
    ("leaves", "rejected"): marked("Leave %(number)s is rejected."),
    ("punches", "approved"): marked("Request %(number)s is approved, and the punch is recorded."),
    ("punches", "rejected"): marked("Request %(number)s is rejected."),
    ("overtime", "approved"): marked("Request %(number)s is approved, and the overtime is recorded."),
    ("overtime", "rejected"): marked("Request %(number)s is rejected."),
}
"""What is said of a decision that was taken, by what it is about and what it is; there are no others here."""


class Waiting(NamedTuple):
    """What waits, with what its approval would do, and the key of its form."""

    workflow: Row
    effect: Row
    key: str


@room.get("/team/decisions")
def decisions(visit: Visit) -> Response:
    """What waits, and what was decided lately."""
    return _page(visit)


@room.post("/team/decisions/{kind}/{number}")
def decide(visit: Visit) -> Response:
    """Approve or reject what waits, as it was looked at."""
    form, kind, number = visit.sent, visit.path["kind"], visit.path["number"]
    decision = str(form.get("decision", ""))
    done = _DONE.get((kind, decision))
    opener = _OPENERS.get(kind, _LEAVE)
    (named,) = KINDS[opener].natural_key
    at = site_now(visit).isoformat(timespec="seconds")
    fields = {named: number, "decision": decision, "by": acting(visit), "at": at}
    reason = str(form.get("override_reason", "")).strip()
    if reason and opener == _LEAVE and decision == "approved":
        fields |= {"override_by": acting(visit), "override_reason": reason}
    key, version = str(form.get("key", "")) or new_key(), str(form.get("version", ""))
    try:
        if done is None:
            raise Problem("invalid", visit.says("Approve or reject one of the list."))
        record_form(visit, f"{opener}_decision", fields, key, version)
    except Problem as problem:
        return _page(visit, problem)
    team = str(form.get("team", ""))
    path = f"/team/decisions?team={quote(team)}" if team else "/team/decisions"
    return visit.go(path, done=visit.says(done, number=number))


def _page(visit: Visit, problem: Problem | None = None) -> Response:
    team = team_of_page(visit)
    since = _since(visit)
    found = {sort: workflows_of(visit, opener, since, None) for sort, opener in _OPENERS.items()}
    own = {sort: [each for each in workflows if _of_team(each, team)] for sort, workflows in found.items()}
    decided = [each for workflows in own.values() for each in workflows if each["standing"] not in _WAITING]
    return visit.page(
        "team/decisions.html",
        status=200 if problem is None else problem.kind.status,
        refusal=None if problem is None else refusal_of(problem, visit.language),
        team=team,
        zone=visit.zone,
        **{sort: _waiting(visit, _OPENERS[sort], workflows) for sort, workflows in own.items()},
        decided=sorted(decided, key=lambda each: -each["followed"][-1]["position"])[:_SHOWN],
        elsewhere=_elsewhere(team, [each for workflows in found.values() for each in workflows]),
        may_decide=visit.may("record swap_decision") is not None,
        may_enter=visit.may("record leave") is not None,
        may_override=may_override(visit.principal),
    )


def _since(visit: Visit) -> date:
    """The first day that is not closed: what was asked for before is in the books."""
    every = periods(visit.context).periods
    running = [each for each in every if each.closed_at is None]
    return date.fromisoformat((running or every[-1:])[0].first_day)


def sides_of(workflow: Row) -> list[str]:
    """Whom a swap, a leave or a request is about."""
    opened = workflow["opened"]
    return [opened[name] for name in ("requester", "counterparty", "employee") if name in opened]


def _of_team(workflow: Row, team: Team) -> bool:
    return any(team.people.get(side, {}).get("team") == team.name for side in sides_of(workflow))


def _elsewhere(team: Team, workflows: Sequence[Row]) -> dict[str, int]:
    """How many wait in the other teams that are seen."""
    found: dict[str, int] = {}
    for each in workflows:
        if each["standing"] in _WAITING:
            for name in {team.people[side]["team"] for side in sides_of(each) if side in team.people}:
                found[name] = found.get(name, 0) + 1
    return {name: found[name] for name in sorted(found) if name in team.choices and name != team.name}


def _waiting(visit: Visit, kind: str, workflows: Sequence[Row]) -> list[Waiting]:
    """What waits, with its effects."""
    waiting = [each for each in workflows if each["standing"] in _WAITING]
    effects = effects_of(visit, kind, [each["number"] for each in waiting])
    return [Waiting(each, effects[each["number"]], new_key()) for each in waiting]
