"""One complaint: its timeline, forms to escalate, follow up and decide, and what it does to scores."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from starlette.responses import Response

from api.console.complaints.complaint_list import VERDICTS, verdict_of
from api.console.complaints.effect import Effect, effect_of
from api.console.effects import effects_of
from api.console.form_submission import acting, invalid, new_key, send, typed
from api.console.problems import refusal_of
from api.console.rooms import Room
from api.console.score_change import period_of, score_change
from api.console.visit import Visit
from api.console.wall_time import site_now
from api.console.words import CHANNELS
from api.console.workflows import Thread
from api.operations.workflows import workflow
from api.problems import Problem
from api.words.translation import marked

room = Room()
_STEPS = ("escalated", "followed_up", *VERDICTS)
_DONE = {
    "escalated": marked("Complaint %(number)s is escalated."),
    "followed_up": marked("The follow-up of complaint %(number)s is recorded."),
    "upheld": marked("Complaint %(number)s is upheld."),
    "dismissed": marked("Complaint %(number)s is dismissed."),
    "withdrawn": marked("Complaint %(number)s is withdrawn."),
}


@room.get("/complaints/{number}")
def complaint(visit: Visit) -> Response:
    """One complaint."""
    return _page(visit, {"status": "", "note": "", "key": new_key()})


@room.post("/complaints/{number}/updates")
def update(visit: Visit) -> Response:
    """A step in the handling of a complaint, or its verdict."""
    number, given = visit.path["number"], typed(visit, "status", "note", "key", "version")
    try:
        if given["status"] not in _STEPS:
            raise invalid(visit, marked("The step is missing; escalate, follow up, or decide the complaint."))
        if given["status"] in VERDICTS and not given["note"]:
            raise invalid(visit, marked("The note is missing; give the reason for the verdict."))
        body = {"complaint": number, "status": given["status"], "note": given["note"], "by": acting(visit)}
        body["at"] = site_now(visit).isoformat()
        send(visit, "complaint_update", body, given["key"], given["version"])
    except Problem as problem:
        return _page(visit, given | {"key": new_key()}, problem)
    done = _DONE[given["status"]]
    return visit.go(f"/complaints/{quote(number, safe='')}", done=visit.says(done, number=number))


def _scores_told(visit: Visit, found: Thread) -> dict[str, Any]:
    """What the complaint does to scores: did, where it is upheld; would do, where there is no verdict yet."""
    verdict, day = verdict_of(found), str(found.opened["date"])
    told: dict[str, Any] = {"effect": _effect(visit, found), "change": None, "verdict": verdict}
    if verdict is not None and verdict["status"] == "upheld":
        told["change"] = score_change(visit, day, found.employee, verdict["position"])
    return told


def _effect(visit: Visit, found: Thread) -> Effect | None:
    """What upholding it would do; None where its date is in no period that there is a report of."""
    if period_of(visit, str(found.opened["date"])) is None:
        return None
    told = effects_of(visit, "complaint", [found.number]).get(found.number)
    return None if told is None else effect_of(told)


def _page(visit: Visit, given: Mapping[str, str], problem: Problem | None = None) -> Response:
    told = workflow(visit.context, "complaint", visit.path["number"])
    found = Thread(told["number"], told["opened"], list(told["followed"]))
    shown = {
        "given": given,
        "complaint": found,
        "people": visit.people(),
        "channels": CHANNELS,
        "zone": visit.zone,
        "may_update": visit.may("record complaint_update") is not None,
        "is_own": found.opened.get("recorded_by") == acting(visit),
        "refusal": None if problem is None else refusal_of(problem, visit.language),
        **_scores_told(visit, found),
    }
    return visit.page("complaints/complaint.html", status=200 if problem is None else problem.kind.status, **shown)
