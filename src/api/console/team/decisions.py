"""What waits for a decision, with what that would do; several are decided in one step, each by itself."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple
from urllib.parse import quote

from starlette.responses import Response

from api.auth.authorship import may_override
from api.console.form_submission import acting, new_key, record_form
from api.console.problems import refusal_of
from api.console.rooms import Room
from api.console.team.open_requests import Pending, pending_of, shown_alone, teams_of
from api.console.team.spans import Row
from api.console.visit import Visit
from api.console.wall_time import site_now
from api.console.words import standing_name
from api.operations.decisions import WAITING, Request, acted_for, requests
from api.operations.doubts import DoubtfulError, doubt_sentence
from api.operations.periods import periods
from api.operations.workflows import workflow
from api.problems import Problem
from api.words.translation import marked
from ledger.facts.base import KINDS

room = Room()
_SHOWN, _AT_ONCE, _BLANKS = 30, 40, 2
_LEAVE = "leave"
SORTS = {"swaps": "swap", "leaves": _LEAVE, "punches": "punch_request", "overtime": "overtime_request"}
"""The sorts of requests, as addresses and forms name them, and the kind that opens each."""
_DONE = {
    ("swaps", "approved"): marked("Swap %(number)s is approved, and the roster is changed."),
    ("swaps", "rejected"): marked("Swap %(number)s is rejected."),
    ("leaves", "approved"): marked("Leave %(number)s is approved."),
    ("leaves", "rejected"): marked("Leave %(number)s is rejected."),
    ("leaves", "cancelled"): marked("The leave %(number)s is cancelled."),
    ("punches", "approved"): marked("Request %(number)s is approved, and the punch is recorded."),
    ("punches", "rejected"): marked("Request %(number)s is rejected."),
    ("overtime", "approved"): marked("Request %(number)s is approved, and the overtime is recorded."),
    ("overtime", "rejected"): marked("Request %(number)s is rejected."),
}
"""What is said of a decision that was taken, by what it is about and what it is; there are no others here."""


class Chosen(NamedTuple):
    """A request that was chosen, at the version that was looked at."""

    sort: str
    version: str
    number: str


class Outcome(NamedTuple):
    """What became of a request: decided, or not and why; of what is doubtful what to look at."""

    chosen: Chosen
    is_done: bool
    sentence: str
    doubts: Sequence[str] = ()
    override: str = ""
    key: str = ""


@room.get("/team/decisions")
def decisions(visit: Visit) -> Response:
    """What waits, what lapsed, and what was decided lately."""
    return _page(visit)


@room.post("/team/decisions")
def decide(visit: Visit) -> Response:
    """Approve or reject what was chosen, each by itself, and tell line by line what was done."""
    form = visit.sent
    decision, chosen = _asked(visit)
    if not chosen:
        return _page(visit, Problem("invalid", visit.says("Choose at least one request, then approve or reject.")))
    outcomes = [_decided(visit, each, decision) for each in chosen]
    if len(outcomes) == 1 and outcomes[0].is_done:
        team = str(form.get("team", ""))
        return visit.go(f"/team/decisions?team={quote(team)}" if team else "/team/decisions", done=outcomes[0].sentence)
    done = sum(each.is_done for each in outcomes)
    return visit.page(
        "team/decided.html",
        status=200 if done or any(each.doubts for each in outcomes) else 409,
        outcomes=outcomes,
        decision=decision,
        reason=str(form.get("reason", "")),
        team=str(form.get("team", "")),
        done=done,
    )


@room.get("/team/decisions/{sort}/{number}")
def one(visit: Visit) -> Response:
    """One request: to decide it although it has lapsed, or to cancel a leave that is approved."""
    sort, number = visit.path["sort"], visit.path["number"]
    if sort not in SORTS:
        raise Problem("not-found", visit.says("Choose a request from the list."))
    found = workflow(visit.context, SORTS[sort], number)
    pending = shown_alone(visit, SORTS[sort], found)
    return visit.page(
        "team/decision.html",
        each=pending,
        sort=sort,
        key=new_key(),
        people=visit.people(),
        zone=visit.zone,
        may_override=may_override(visit.principal),
        can_cancel=sort == "leaves" and found["standing"] == "approved",
        waits=found["standing"] in WAITING,
        refusal=None if pending.request.hindrance is None else refusal_of(pending.request.hindrance, visit.language),
    )


def _asked(visit: Visit) -> tuple[str, list[Chosen]]:
    """What is decided, and of which: the one whose button was pressed, else all that are ticked."""
    form = visit.sent
    decision, _, alone = str(form.get("one", "")).partition(" ")
    named = [alone] if alone else [str(each) for each in form.getlist("chosen")]
    parts = [each.split(" ", _BLANKS) for each in dict.fromkeys(named)]
    found = [Chosen(*each) for each in parts if len(each) > _BLANKS and each[0] in SORTS]
    return decision or str(form.get("decision", "")), found[:_AT_ONCE]


def _decided(visit: Visit, chosen: Chosen, decision: str) -> Outcome:
    """Decide one request. What is refused, or doubtful, is told and hinders no other."""
    done, override = _DONE.get((chosen.sort, decision)), str(visit.sent.get(f"override {chosen.number}", "")).strip()
    if done is None:
        return Outcome(chosen, is_done=False, sentence=visit.says("Approve or reject one of the list."))
    kind = SORTS[chosen.sort]
    key = f"{visit.sent.get('key', '') or new_key()}-{chosen.sort}-{chosen.number}"[:200]
    try:
        record_form(visit, f"{kind}_decision", _fields(visit, kind, chosen, decision, override), key, chosen.version)
    except DoubtfulError as doubtful:
        told = [doubt_sentence(each, visit.language) for each in doubtful.doubts]
        sentence = visit.says("Not decided yet. Please check this first:")
        return Outcome(chosen, False, sentence, told, override, new_key())
    except Problem as problem:
        return _refused(visit, chosen, decision, problem)
    return Outcome(chosen, is_done=True, sentence=visit.says(done, number=chosen.number))


def _fields(visit: Visit, kind: str, chosen: Chosen, decision: str, override: str) -> dict[str, str]:
    by, reason = acting(visit), str(visit.sent.get("reason", "")).strip()
    at = site_now(visit).isoformat(timespec="seconds")
    fields = {KINDS[kind].natural_key[0]: chosen.number, "decision": decision, "by": by, "at": at}
    if reason:
        fields["reason"] = reason
    if override and kind == _LEAVE and decision == "approved":
        fields |= {"override_by": by, "override_reason": override}
    return fields


def _refused(visit: Visit, chosen: Chosen, decision: str, problem: Problem) -> Outcome:
    """Why a request was not decided: who decided it meanwhile, where somebody did, else what was refused."""
    try:
        found = workflow(visit.context, SORTS[chosen.sort], chosen.number)
    except Problem as unseen:
        return Outcome(chosen, is_done=False, sentence=refusal_of(unseen, visit.language).sentence)
    if str(found["version"]) == chosen.version or found["standing"] in WAITING:
        return Outcome(chosen, is_done=False, sentence=refusal_of(problem, visit.language).sentence)
    by, standing = str(found["followed"][-1]["by"]), found["standing"]
    if by == acting(visit) and standing == decision:
        # The same form came twice.
        return Outcome(chosen, is_done=True, sentence=visit.says(_DONE[chosen.sort, decision], number=chosen.number))
    name = visit.people().get(by, {}).get("name", "")
    sentence = visit.says(
        "Decided meanwhile by %(who)s: %(standing)s. Nothing was changed.",
        who=f"{name} {by}".strip(),
        standing=standing_name(standing, visit.language),
    )
    return Outcome(chosen, is_done=False, sentence=sentence)


def _page(visit: Visit, problem: Problem | None = None) -> Response:
    since, people = _since(visit), visit.people()
    kinds = [kind for kind in SORTS.values() if _reaches_others(visit, kind)]
    if not kinds:
        raise Problem("not-permitted", visit.says("Your role has nothing to decide; your own requests are under Mine."))
    found = [each for kind in kinds for each in requests(visit.context, kind, since)]
    team = visit.query.get("team", "") or str(visit.sent.get("team", ""))
    own = [each for each in found if not team or team in teams_of(each, people)]
    waiting = [each for each in own if each.waits]
    decided = [each.workflow for each in own if each.workflow["standing"] not in WAITING]
    lately = sorted(decided, key=lambda each: -each["followed"][-1]["position"])[:_SHOWN]
    return visit.page(
        "team/decisions.html",
        status=200 if problem is None else problem.kind.status,
        refusal=None if problem is None else refusal_of(problem, visit.language),
        people=people,
        zone=visit.zone,
        team=team,
        teams=_waiting_by_team(found, people),
        groups=_groups(visit, waiting[:_AT_ONCE]),
        left=len(waiting[_AT_ONCE:]),
        lapsed=[(_sort_of(each.kind), each) for each in own if each.workflow["lapsed"]],
        decided=lately,
        acted_for=acted_for(visit.context, [each["followed"][-1] for each in lately]),
        key=new_key(),
        carried=[people.get(each.giver, {"name": each.giver})["name"] for each in visit.principal.carried],
        may_enter=visit.may("record leave") is not None,
        may_override=may_override(visit.principal),
    )


def _reaches_others(visit: Visit, kind: str) -> bool:
    extent = visit.may(f"read {kind}")
    return extent is not None and (extent.everyone or extent.by_posting)


def _groups(visit: Visit, waiting: Sequence[Request]) -> dict[str, list[Pending]]:
    return {
        sort: pending_of(visit, kind, [each for each in waiting if each.kind == kind]) for sort, kind in SORTS.items()
    }


def _sort_of(kind: str) -> str:
    return next(sort for sort, opener in SORTS.items() if opener == kind)


def _since(visit: Visit) -> date:
    """The first day that is not closed: what was asked for before is in the books."""
    every = periods(visit.context).periods
    running = [each for each in every if each.closed_at is None]
    return date.fromisoformat((running or every[-1:])[0].first_day)


def _waiting_by_team(found: Sequence[Request], people: Mapping[str, Row]) -> dict[str, int]:
    """How many wait in each team."""
    counted: dict[str, int] = {}
    for each in found:
        for name in teams_of(each, people) if each.waits else ():
            counted[name] = counted.get(name, 0) + 1
    return dict(sorted(counted.items()))
