"""Proofs that are checked without the ledger: of a fact, of two checkpoints, and the evidence of a payslip."""

import re

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api.auth.permissions import PAY_KINDS
from api.auth.sender_reach import not_permitted
from api.auth.visibility import reads_all_reports
from api.evidence import gives_away, make_evidence
from api.openapi.addresses import POSITION
from api.openapi.descriptions import query, told
from api.problems import Problem
from api.routes.checkpoints import NOTE, NOTE_FORM, kept_at
from api.routes.facts import fact_within_reach
from api.service.access_log import Access
from api.service.guard import GuardedRoute, extent_asked, note_access, principal_of, service_of

router = APIRouter(prefix="/v1", route_class=GuardedRoute)

_EVIDENCE = {"application/json": {"schema": {"type": "object"}}}
_UNFIT = re.compile(r"[^A-Za-z0-9._-]")
"""What is left out of the name of a file."""
_AT = "The ledger position of the kept checkpoint that the proof leads to"


@router.get(
    "/facts/{fact}/proof",
    **told(
        "fact_proof",
        "That a fact is on the ledger",
        "A file (C2SP tlog-proof) that leads from the fact, unchanged and at its position, to a signed checkpoint; "
        "personal texts in it are sealed as they are stored. `workledger verify-proof` checks it by the public key.",
        tag="Proof",
        permission="prove",
        answer=NOTE_FORM,
        parameters=[
            query("checkpoint", f"{_AT}; the newest one without, made where none reaches so far.", POSITION),
            query("closed", "Neither whose the fact is nor what it says.", {"type": "string", "enum": ["true"]}),
        ],
        problems=["refused"],
    ),
)
async def fact_proof(request: Request, fact: str) -> Response:
    """That a fact is on the ledger."""
    given = request.query_params
    if given.get("closed", "true") != "true":
        raise Problem("invalid", "closed is for `true` alone; leave it out, and the fact is shown", code="bad_value")
    ledger = service_of(request).ledger
    recorded = await run_in_threadpool(fact_within_reach, request, fact)
    everyone = reads_all_reports(principal_of(request))
    closed = "closed" in given or (gives_away(recorded.fact) and not everyone)

    def proven() -> str:
        at = given.get("checkpoint")
        signed = None if at is None else kept_at(ledger, at).signed
        return str(ledger.proofs.prove(recorded.position, signed, closed=closed))

    proof = await run_in_threadpool(proven)
    if recorded.fact.kind in PAY_KINDS and not closed:
        await note_access(request, Access(f"read {recorded.fact.kind}", recorded.employee, "", recorded.position))
    return Response(proof, media_type=NOTE)


@router.get(
    "/consistency-proofs",
    **told(
        "consistency_proof",
        "That a checkpoint continues another",
        "What was signed at `from` is unchanged in what was signed at `to`; both are positions of kept checkpoints.",
        tag="Proof",
        permission="see checkpoints",
        answer=NOTE_FORM,
        parameters=[
            query("from", "The ledger position of the earlier checkpoint.", POSITION) | {"required": True},
            query("to", "The ledger position of the later checkpoint.", POSITION) | {"required": True},
        ],
        problems=["refused"],
    ),
)
async def consistency_proof(request: Request) -> Response:
    """That a checkpoint continues another."""
    given = request.query_params
    for name in ("from", "to"):
        if name not in given:
            raise Problem("invalid", f"{name} is missing; give the position of a checkpoint", code="missing_field")

    def proven() -> str:
        ledger = service_of(request).ledger
        earlier, later = (kept_at(ledger, given[name]).signed for name in ("from", "to"))
        if earlier.checkpoint.size > later.checkpoint.size:
            raise Problem("invalid", "`from` is the later checkpoint; give the earlier one there", code="bad_value")
        return str(ledger.proofs.prove_consistency(earlier, later))

    return Response(await run_in_threadpool(proven), media_type=NOTE)


@router.get(
    "/periods/{period}/evidence/{employee}",
    **told(
        "evidence",
        "The evidence of a payslip",
        "Of a closed period, in one file: the payslip, its explanation, its facts and their proofs, with colleagues by "
        "figures alone. Whoever has the public key checks it without the ledger, by `scripts/verify_evidence`. The "
        "closing of a period from before digests were salted is shown only to who reads every report whole.",
        tag="Proof",
        permission="see evidence",
        answer=_EVIDENCE,
        parameters=[query("checkpoint", f"{_AT}; the one of the closing without.", POSITION)],
        problems=["refused"],
    ),
)
async def evidence(request: Request, period: str, employee: str) -> Response:
    """The evidence of a payslip."""
    service, extent = service_of(request), extent_asked(request)
    if not await run_in_threadpool(service.reach.covers_row, extent, employee, period):
        raise not_permitted("the evidence is not within your reach; ask for your own")
    position = await run_in_threadpool(service.ledger.facts.last_position)
    all_reports = reads_all_reports(principal_of(request))

    def made() -> bytes:
        at = request.query_params.get("checkpoint")
        signed = None if at is None else kept_at(service.ledger, at).signed
        with service.room.books(position) as books:
            return make_evidence(service.ledger, books, employee, period, signed, all_reports=all_reports)

    content = await run_in_threadpool(made)
    await note_access(request, Access("see evidence", employee, period, position))
    name = _UNFIT.sub("_", f"evidence-{employee}-{period}.json")
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return Response(content, media_type="application/json", headers=headers)
