"""Disputes to answer: what each is about, and its decision; an upheld one can revise the evaluation in one step."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from starlette.responses import Response

from api.console.form_submission import (
    acting,
    invalid,
    new_key,
    send,
    typed,
)
from api.console.problems import refusal_of
from api.console.quality.dispute_subject import revisions_since, told_of
from api.console.quality.monitorings import revision_of
from api.console.rooms import Room
from api.console.visit import Visit
from api.console.wall_time import site_now
from api.console.workflows import threads_of
from api.operations.disputes import may_be_decided
from api.operations.evaluations import evaluation
from api.operations.workflows import workflow
from api.problems import Problem
from api.words.translation import marked

room = Room()
_DECISIONS = ("upheld", "dismissed")
_DECIDED_SHOWN = 50


@room.get("/quality/disputes")
def disputes(visit: Visit) -> Response:
    """The open disputes, the oldest first, and the last that were decided."""
    every = threads_of(visit, "dispute", "dispute_decision")
    decided = sorted(
        (each for each in every if each.followed), key=lambda each: each.followed[-1]["position"], reverse=True
    )
    return visit.page(
        "quality/disputes.html",
        open=[each for each in every if not each.followed],
        decided=decided[:_DECIDED_SHOWN],
        people=visit.people(),
        zone=visit.zone,
    )


@room.get("/quality/disputes/{number}")
def dispute(visit: Visit) -> Response:
    """One dispute, what it is about, and forms to decide it; of a decided one, what that did."""
    return _page(visit, {"do": "", "score": "", "reason": "", "monitoring": "", "key": new_key()})


@room.post("/quality/disputes/{number}/decisions")
def decide(visit: Visit) -> Response:
    """Uphold or dismiss a dispute; what revised the evaluation since it was opened is named with the decision."""
    given = typed(visit, "do", "reason", "key", "version")
    try:
        if given["do"] not in _DECISIONS:
            raise invalid(visit, marked("The decision is missing; uphold or dismiss the dispute."))
        upheld = given["do"] == "upheld"
        facts = revisions_since(visit, _opened(visit)) if upheld else []
        return _decided(visit, given, given["do"], facts)
    except Problem as problem:
        return _page(visit, given | {"score": "", "monitoring": "", "key": new_key()}, problem)


@room.post("/quality/disputes/{number}/revision")
def uphold_and_revise(visit: Visit) -> Response:
    """Uphold a dispute: the evaluation is revised or withdrawn first, then the decision names what revised it."""
    given = typed(visit, "do", "score", "reason", "monitoring", "key", "version")
    revised = False
    try:
        if not given["monitoring"]:
            raise invalid(visit, marked("The evaluation is missing; choose which one is revised."))
        found = evaluation(visit.context, given["monitoring"])
        body = revision_of(visit, given, found)
        _refuse_decided(visit, given["version"])
        body |= {"by": acting(visit), "at": site_now(visit).isoformat()}
        body |= {"monitoring": found.number}
        revision = send(visit, "monitoring_revision", body, f"{given['key']}-revision", str(found.version))
        revised = True
        return _decided(visit, given, "upheld", [revision.id])
    except Problem as problem:
        return _page(visit, given | {"key": new_key()}, problem, revised=revised)


def _decided(visit: Visit, given: Mapping[str, str], decision: str, facts: list[str]) -> Response:
    number = visit.path["number"]
    if not given["reason"]:
        raise invalid(visit, marked("The reason is missing; give the reason for the decision."))
    body: dict[str, Any] = {"decision": decision, "reason": given["reason"], "by": acting(visit)}
    body["at"] = site_now(visit).isoformat()
    body |= {"dispute": number, **({"facts": facts} if facts else {})}
    send(visit, "dispute_decision", body, given["key"], given["version"])
    sentence = (
        marked("Dispute %(number)s is upheld.") if decision == "upheld" else marked("Dispute %(number)s is dismissed.")
    )
    return visit.go(f"/quality/disputes/{quote(number, safe='')}", done=visit.says(sentence, number=number))


def _opened(visit: Visit) -> dict[str, Any]:
    """The dispute as it stands. Raises Problem where there is none within reach."""
    found: dict[str, Any] = workflow(visit.context, "dispute", visit.path["number"])
    return found


def _refuse_decided(visit: Visit, version: str) -> None:
    """Before the evaluation is revised: raises Problem where the dispute has moved on since it was looked at."""
    if str(_opened(visit)["version"]) != version:
        sentence = visit.says("The dispute was decided meanwhile, and nothing was recorded. See the decision below.")
        raise Problem("moved-on", sentence)


def _may_decide(visit: Visit, found: Mapping[str, Any]) -> bool:
    if visit.may("record dispute_decision") is None or found["followed"]:
        return False
    return may_be_decided(visit.context, found["number"])


def _page(visit: Visit, given: Mapping[str, str], problem: Problem | None = None, *, revised: bool = False) -> Response:
    """The dispute; `revised` where the evaluation was revised, and the decision after it refused."""
    found = _opened(visit)
    told = {
        "revised": revised,
        "given": given,
        "may_decide": _may_decide(visit, found),
        "may_revise": visit.may("record monitoring_revision") is not None,
        "refusal": None if problem is None else refusal_of(problem, visit.language),
        **told_of(visit, found),
    }
    return visit.page("quality/dispute.html", status=200 if problem is None else problem.kind.status, **told)
