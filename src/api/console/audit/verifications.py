"""Verifying the ledger: how the last verification ended, and one that is running."""

from typing import Any

from starlette.responses import Response

from api.console.rooms import Room
from api.console.visit import Visit
from api.operations.jobs import Job, job
from api.operations.verifications import verifications
from api.problems import Problem
from api.words.labels import report_label
from api.words.translation import marked
from projections.reports import REPORTS

room = Room()
VERIFICATIONS = "/audit/verifications"
_SHOWN = 100
_KINDS = {
    "changed": marked("a fact was changed"),
    "removed": marked("a fact was removed"),
    "inserted": marked("a fact was inserted"),
    "reordered": marked("facts were put in another order"),
    "truncated": marked("the ledger was cut off"),
    "leaf": marked("a leaf of the tree differs"),
    "subtree": marked("a part of the tree differs"),
    "signed": marked("the signed content differs from the stored content"),
    "checkpoint": marked("a checkpoint is invalid"),
    "key": marked("a key is invalid"),
    "frozen": marked("a frozen report was altered"),
    "tables": marked("a trigger or rule acts on the tables of the store"),
    "dangling": marked("a fact refers to a missing one"),
}


@room.get(f"{VERIFICATIONS}/{{job}}")
def verification(visit: Visit) -> Response:
    """How far a verification has come, and how it ended."""
    found = job(visit.context, visit.path["job"])
    if found.what != "verification":
        raise Problem("not-found", visit.says("This job is not a verification; the page of proofs shows one."))
    zone = visit.zone
    return visit.page("audit/verification.html", job=found, zone=zone, found=_found(visit, found))


def shown_verification(visit: Visit) -> dict[str, Any]:
    """The last verification and the one that is running, for a page."""
    latest = verifications(visit.context)
    found = None if latest.last is None else _found(visit, latest.last)
    return {"job": latest.last, "found": found, "running": latest.running}


def _found(visit: Visit, job: Job) -> dict[str, Any] | None:
    """What a verification that has finished says; None where it has not."""
    answer = job.answer
    if job.state != "finished":
        return None
    findings = [each | {"what": _kind(visit, each["kind"])} for each in answer["findings"][:_SHOWN]]
    otherwise = [
        each
        | {
            "what": report_label(each["name"], visit.language)
            if each["name"] in REPORTS
            else visit.says("the state carried to the next period")
        }
        for each in answer["computed_otherwise"] or ()
    ]
    more = len(answer["findings"]) - len(findings) + answer["more_findings"]
    # An answer that was kept before these were told has neither.
    given = {name: answer.get(name) for name in ("given_checkpoint", "given_keys")}
    return {**answer, **given, "findings": findings, "more": more, "otherwise": otherwise}


def _kind(visit: Visit, kind: str) -> str:
    return visit.says(_KINDS[kind]) if kind in _KINDS else kind
