"""The components of checkpoints, verification and erasure."""

from api.openapi.schemas import (
    MAYBE_NUMBER,
    MAYBE_TEXT,
    NUMBER,
    TEXT,
    YES,
    Schema,
    ref,
    thing,
)

_MAYBE_JOB: Schema = {"oneOf": [ref("Job"), {"type": "null"}]}

PROOF_COMPONENTS: dict[str, Schema] = {
    "Verifications": thing(
        "The last verification that came to its end, and the one that is running.", last=_MAYBE_JOB, running=_MAYBE_JOB
    ),
    "Erasure": thing(
        "An erasure; `left` says why something may be left of what was erased.",
        employee=TEXT,
        position=NUMBER,
        again=YES,
        left=MAYBE_TEXT,
    ),
    "Erasability": thing(
        "Whether somebody is erased, and why that cannot be done now.",
        employee=TEXT,
        erased_at=MAYBE_NUMBER,
        refused=MAYBE_TEXT,
        code=MAYBE_TEXT,
    ),
}
