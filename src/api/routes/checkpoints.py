"""Checkpoints: what the ledger holds, signed, so that whoever keeps it need not trust the ledger."""

from typing import Any

from fastapi import APIRouter
from pydantic import Field
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api.dates import shown_instant
from api.openapi.addresses import POSITION
from api.openapi.descriptions import IDEMPOTENCY_KEY, content, told
from api.problems import Problem
from api.service.answers import json_response
from api.service.bodies import Body, json_body, read_body
from api.service.execution import carried_out
from api.service.guard import GuardedRoute, service_of
from api.service.idempotency import Answer
from ledger.appends.append import Append
from ledger.checkpoints.kept_checkpoints import Kept
from ledger.ledger import Ledger
from ledger.proof.errors import ProofError
from ledger.proof.notes import Signature, Verifier, read_verifier
from ledger.proof.witness import read_signatures
from ledger.refusal import MissingError

router = APIRouter(prefix="/v1", route_class=GuardedRoute)

NOTE = "text/plain; charset=utf-8"
NOTE_FORM = {"text/plain": {"schema": {"type": "string"}}}
LONGEST_NOTE = 1 << 16
_LONGEST_KEY, _MOST_DIGITS = 1_000, 15
_EXAMPLE = {
    "signature": (
        "— audit.example.com "
        "kk+WywAAAABq5qNgnsfUaoiAGTEjAu8pmmxQTD0umO0A8AqXgqx3d/JxYUp2"
        "0di3w8fLL2XqMEhZ45WbamE3ptCOX8j+575kHiKlDw==\n"
    ),
    "key": "audit.example.com+924f96cb+BMhTrQ8M0rYZrqks7sT9VqJNZJnVhM55JX5Fz9gTm2Cn",
}


class CheckpointBody(Body):
    """Which position to sign; the last one without."""

    position: int | None = Field(default=None, ge=1, lt=10**_MOST_DIGITS)


class CosignatureBody(Body):
    """A witness's signature, as a note or a line, and the witness's public key."""

    signature: str = Field(min_length=1, max_length=LONGEST_NOTE)
    key: str = Field(min_length=1, max_length=_LONGEST_KEY)


@router.get(
    "/checkpoints",
    **told(
        "checkpoints",
        "The signed checkpoints",
        "One of each closing and each that was asked for, the oldest first: position, root, the period that it closes, "
        "its signed note (C2SP tlog-checkpoint), and who has signed it, witnesses too.",
        tag="Proof",
        permission="see checkpoints",
        answer="Checkpoints",
    ),
)
async def checkpoints(request: Request) -> Response:
    """The checkpoints."""
    found = await run_in_threadpool(service_of(request).ledger.proofs.checkpoints)
    return json_response({"checkpoints": [each.as_json() for each in found]})


@router.post(
    "/checkpoints",
    **told(
        "make_checkpoint",
        "Sign a checkpoint",
        "Of all facts, or of those up to `position`. One that is kept at that position already is answered again.",
        tag="Proof",
        permission="sign checkpoints",
        answer="Checkpoint",
        status=201,
        parameters=[IDEMPOTENCY_KEY],
        body=content(
            {"type": "object", "properties": {"position": POSITION | {"minimum": 1}}, "additionalProperties": False},
            example={},
        ),
        optional_body=True,
        writes=True,
        problems=["refused", "key-reused"],
    ),
)
async def make_checkpoint(request: Request) -> Response:
    """Sign a checkpoint."""
    body = await json_body(request)
    asked = read_body(CheckpointBody, body, optional=True)
    # Leaves that an older ledger lacks are made in transactions of their own, so that others record in between.
    await run_in_threadpool(service_of(request).ledger.proofs.complete_tree)

    def work(append: Append) -> Answer:
        return _answer(append.checkpoint(asked.position))

    return await carried_out(request, body, work)


@router.get(
    "/checkpoints/{size}",
    **told(
        "checkpoint",
        "The note of a checkpoint",
        "The newest one at a position, as it is signed: to be kept where the ledger's keeper cannot change it.",
        tag="Proof",
        permission="see checkpoints",
        answer=NOTE_FORM,
    ),
)
async def checkpoint(request: Request, size: str) -> Response:
    """The note of a checkpoint."""
    kept = await run_in_threadpool(kept_at, service_of(request).ledger, size)
    return Response(str(kept), media_type=NOTE)


@router.post(
    "/checkpoints/{size}/cosignatures",
    **told(
        "cosign",
        "Add a witness's signature",
        "`signature` is the note as the witness has signed it, or the line of the signature, and `key` the witness's "
        "public key (C2SP vkey). Kept where it is one over this checkpoint, once.",
        tag="Proof",
        permission="sign checkpoints",
        answer="Checkpoint",
        status=201,
        parameters=[IDEMPOTENCY_KEY],
        body=content(
            {
                "type": "object",
                "properties": {
                    "signature": {"type": "string", "minLength": 1, "maxLength": LONGEST_NOTE},
                    "key": {"type": "string", "minLength": 1, "maxLength": _LONGEST_KEY},
                },
                "required": ["signature", "key"],
                "additionalProperties": False,
            },
            example=_EXAMPLE,
        ),
        writes=True,
        problems=["refused", "key-reused"],
    ),
)
async def cosign(request: Request, size: str) -> Response:
    """Add a witness's signature."""
    body = await json_body(request)
    asked = read_body(CosignatureBody, body)
    ledger = service_of(request).ledger
    kept = await run_in_threadpool(kept_at, ledger, size)
    made, witness = _signed(kept, asked)

    def work(append: Append) -> Answer:
        return _answer(ledger.proofs.cosign_within(append, kept.signed.note.text, made, witness))

    return await carried_out(request, body, work)


@router.get(
    "/checkpoint-keys",
    **told(
        "checkpoint_keys",
        "The public keys of checkpoints",
        "Whoever has kept the first may trust all that follow: each `rotation` is a note in which the key before says "
        "so. Proofs and evidence are checked against them.",
        tag="Proof",
        permission="see checkpoints",
        answer="CheckpointKeys",
    ),
)
async def checkpoint_keys(request: Request) -> Response:
    """The public keys of checkpoints."""

    def found() -> dict[str, Any]:
        ledger = service_of(request).ledger
        keys = ledger.proofs.signing_keys()
        return {
            "keys": [
                {
                    "key": str(each.verifier),
                    "created_at": shown_instant(each.created_at),
                    "retired_at": shown_instant(each.retired_at),
                    "rotation": each.note or None,
                }
                for each in keys
            ],
            "chain": ledger.proofs.key_chain() if keys else "",
        }

    return json_response(await run_in_threadpool(found))


def kept_at(ledger: Ledger, size: str) -> Kept:
    """The newest checkpoint at a position. Raises Problem where none is kept."""
    missing = Problem("not-found", f"no checkpoint is kept at position {size[:60]}; /v1/checkpoints lists them")
    if not (size.isascii() and size.isdigit() and len(size) <= _MOST_DIGITS):
        raise missing
    try:
        return ledger.proofs.kept_checkpoint(int(size))
    except MissingError:
        raise missing from None


def _answer(kept: Kept) -> Answer:
    return Answer(201, kept.as_json(), {"Location": f"/v1/checkpoints/{kept.size}"})


def _signed(kept: Kept, asked: CosignatureBody) -> tuple[Signature, Verifier]:
    """The witness's signature in what was sent. Raises Problem where there is none that holds."""
    text = asked.signature if asked.signature.endswith("\n") else f"{asked.signature}\n"
    try:
        witness = read_verifier(asked.key.strip())
        signed, found = read_signatures(text.encode())
    except ProofError as error:
        raise Problem("invalid", str(error), code="bad_value") from None
    if signed not in (None, kept.signed.note.text):
        raise Problem("invalid", "signature is over another checkpoint; send the note of this one", code="bad_value")
    for each in found:
        if witness.made(each) and witness.holds(kept.signed.note.text, each):
            return each, witness
    raise Problem(
        "invalid", f"signature holds none of {witness.name} over this checkpoint; see that key is its", code="bad_value"
    )
