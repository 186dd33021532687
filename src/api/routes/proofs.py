"""Proofs over HTTP, as their files, and the evidence of a payslip."""

from typing import Annotated

from fastapi import Query
from starlette.responses import PlainTextResponse, Response

from api.operations import evidence as payslips
from api.operations import proofs
from api.operations.evidence import Evidence
from api.problems import Problem
from api.routes.guard import Asked, answers, guarded_router, needs
from api.routes.parameters import POSITION, EmployeeNumber, FactId, PeriodName, reader, text_query

router = guarded_router("Proof")

_AT = "The ledger position of the kept checkpoint that the proof leads to"


def _only_true(text: str) -> str:
    if text != "true":
        said = "closed is for `true` alone; leave it out, and the fact is shown"
        raise Problem("invalid", said, code="bad_value")
    return text


_Newest = Annotated[str | None, text_query(f"{_AT}; the newest one without, made where none reaches so far.", POSITION)]
_OfClosing = Annotated[str | None, text_query(f"{_AT}; that of the closing by default.", POSITION)]
_Closed = Annotated[
    str | None,
    reader(_only_true),
    Query(description="Leave out whose fact it is and what it says.", json_schema_extra={"enum": ["true"]}),
]
_Earlier = Annotated[
    str,
    Query(alias="from", description="The ledger position of the earlier checkpoint.", json_schema_extra=POSITION),
]
_Later = Annotated[
    str, Query(alias="to", description="The ledger position of the later checkpoint.", json_schema_extra=POSITION)
]


@router.get(
    "/facts/{fact}/proof",
    summary="That a fact is on the ledger",
    response_class=PlainTextResponse,
    openapi_extra=needs(proofs.fact_proof),
)
def fact_proof(asked: Asked, fact: FactId, checkpoint: _Newest = None, closed: _Closed = None) -> str:
    """A file (C2SP tlog-proof) that leads from the fact, unchanged and at its position, to a signed checkpoint.

    Personal texts in it are sealed as they are stored. `workledger verify-proof` checks it by the public key.
    """
    return proofs.fact_proof(asked, fact, checkpoint, closed=closed is not None)


@router.get(
    "/consistency-proofs",
    summary="That a checkpoint continues another",
    response_class=PlainTextResponse,
    openapi_extra=needs(proofs.consistency_proof),
)
def consistency_proof(asked: Asked, first: _Earlier, last: _Later) -> str:
    """What was signed at `from` is unchanged in what was signed at `to`; both are positions of kept checkpoints."""
    return proofs.consistency_proof(asked, first, last)


@router.get(
    "/periods/{period}/evidence/{employee}",
    summary="The evidence of a payslip",
    openapi_extra=needs(payslips.evidence),
    **answers(Evidence),
)
def evidence(asked: Asked, period: PeriodName, employee: EmployeeNumber, checkpoint: _OfClosing = None) -> Response:
    """Of a closed period, in one file: the payslip, its explanation, its facts and their proofs.

    Colleagues are in it by figures alone. Anyone with the public key can check it without the ledger, with
    `scripts/verify_evidence`. Closings from before digests were salted are shown only to callers who read every report
    whole.
    """
    content = payslips.evidence(asked, period, employee, checkpoint)
    return Response(content, media_type="application/json", headers=payslips.evidence_headers(period, employee))
