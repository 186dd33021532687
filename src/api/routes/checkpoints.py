"""Checkpoints over HTTP: a note is text, as it is signed."""

from starlette.responses import PlainTextResponse, Response

from api.operations import checkpoints as signed
from api.operations.checkpoints import Checkpoint, CheckpointKeys, Checkpoints, NewCheckpoint, NewCosignature
from api.routes.guard import Asked, AskedOnce, guarded_router, needs, sent
from api.routes.parameters import CheckpointSize

router = guarded_router("Proof")
_LAST_POSITION = NewCheckpoint()


@router.get("/checkpoints", summary="The signed checkpoints", openapi_extra=needs(signed.checkpoints))
def checkpoints(asked: Asked) -> Checkpoints:
    """One of each closing and each that was asked for, the oldest first.

    Position, root, the period that it closes, its signed note (C2SP tlog-checkpoint), and who has signed it, witnesses
    too.
    """
    return signed.checkpoints(asked)


@router.post("/checkpoints", summary="Sign a checkpoint", status_code=201, openapi_extra=needs(signed.make_checkpoint))
def make_checkpoint(asked: AskedOnce, response: Response, new: NewCheckpoint = _LAST_POSITION) -> Checkpoint:
    """Of all facts, or of those up to `position`. One that is kept at that position already is answered again."""
    return sent(response, signed.make_checkpoint(asked, new))


@router.get(
    "/checkpoints/{size}",
    summary="The note of a checkpoint",
    response_class=PlainTextResponse,
    openapi_extra=needs(signed.checkpoint),
)
def checkpoint(asked: Asked, size: CheckpointSize) -> str:
    """The newest one at a position, as it is signed: to be kept where the ledger's keeper cannot change it."""
    return signed.checkpoint(asked, size)


@router.post(
    "/checkpoints/{size}/cosignatures",
    summary="Add a witness's signature",
    status_code=201,
    openapi_extra=needs(signed.cosign),
)
def cosign(asked: AskedOnce, size: CheckpointSize, new: NewCosignature, response: Response) -> Checkpoint:
    """Kept where it is one over this checkpoint, once.

    `signature` is the note as the witness has signed it, or the line of the signature, and `key` the witness's public
    key (C2SP vkey).
    """
    return sent(response, signed.cosign(asked, size, new))


@router.get("/checkpoint-keys", summary="The public keys of checkpoints", openapi_extra=needs(signed.checkpoint_keys))
def checkpoint_keys(asked: Asked) -> CheckpointKeys:
    """Whoever has kept the first may trust all that follow: each `rotation` is a note in which the key before says so.

    Proofs and evidence are checked against them.
    """
    return signed.checkpoint_keys(asked)
