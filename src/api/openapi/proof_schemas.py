"""The components of checkpoints, verification and erasure."""

from api.openapi.schemas import (
    INSTANT,
    MAYBE_INSTANT,
    MAYBE_NUMBER,
    MAYBE_TEXT,
    NUMBER,
    TEXT,
    YES,
    Schema,
    listed,
    ref,
    thing,
)

_MAYBE_JOB: Schema = {"oneOf": [ref("Job"), {"type": "null"}]}

PROOF_COMPONENTS: dict[str, Schema] = {
    "Checkpoint": thing(
        "A signed checkpoint: how many facts there are and the root over them, as its note says; who has signed it.",
        origin=TEXT,
        position=NUMBER,
        root=TEXT,
        period=MAYBE_TEXT,
        created_at=INSTANT,
        signed_by=listed(TEXT),
        note=TEXT,
    ),
    "Checkpoints": thing("The checkpoints that are kept, the oldest first.", checkpoints=listed(ref("Checkpoint"))),
    "CheckpointKeys": thing(
        "The public keys that checkpoints are signed by, the oldest first; `chain` is the first and every rotation.",
        keys=listed(thing("A key.", key=TEXT, created_at=INSTANT, retired_at=MAYBE_INSTANT, rotation=MAYBE_TEXT)),
        chain=TEXT,
    ),
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
