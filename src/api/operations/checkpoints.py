"""Checkpoints: what the ledger holds, signed, so that whoever keeps it need not trust the ledger."""

from pydantic import ConfigDict, Field
from pydantic.config import JsonDict

from api.operations.answer import Answer, Asked, Done, ShownInstant
from api.operations.context import Context
from api.operations.operation import operation
from api.problems import Problem
from api.words.dates import shown_instant
from ledger.appends.append import Append
from ledger.checkpoints.kept_checkpoints import Kept
from ledger.imports.file_import import Progress
from ledger.ledger import Ledger
from ledger.proof.checkpoint import SignedCheckpoint
from ledger.proof.errors import ProofError
from ledger.proof.notes import Note, Signature, Verifier, read_verifier
from ledger.proof.witness import read_signatures
from ledger.refusal import MissingError

LONGEST_NOTE = 1 << 16
_LONGEST_KEY, _MOST_DIGITS = 1_000, 15
_EXAMPLE: JsonDict = {
    "signature": (
        "— audit.example.com "
        "kk+WywAAAABq5qNgnsfUaoiAGTEjAu8pmmxQTD0umO0A8AqXgqx3d/JxYUp2"
        "0di3w8fLL2XqMEhZ45WbamE3ptCOX8j+575kHiKlDw==\n"
    ),
    "key": "audit.example.com+924f96cb+BMhTrQ8M0rYZrqks7sT9VqJNZJnVhM55JX5Fz9gTm2Cn",
}


class NewCheckpoint(Asked):
    """Which position to sign; the last one without."""

    position: int | None = Field(None, ge=1, lt=10**_MOST_DIGITS)


class NewCosignature(Asked):
    """A witness's signature, as a note or a line, and the witness's public key."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    signature: str = Field(min_length=1, max_length=LONGEST_NOTE)
    key: str = Field(min_length=1, max_length=_LONGEST_KEY)


class Checkpoint(Answer):
    """A signed checkpoint: how many facts there are and the root over them, as its note says; who has signed it."""

    origin: str
    position: int
    root: str
    period: str | None
    created_at: ShownInstant
    signed_by: list[str]
    note: str


class Checkpoints(Answer):
    """The checkpoints that are kept, the oldest first."""

    checkpoints: list[Checkpoint]


class CheckpointKey(Answer):
    """A public key; `rotation` is the note in which the key before says that it follows."""

    key: str
    created_at: ShownInstant
    retired_at: ShownInstant | None
    rotation: str | None


class CheckpointKeys(Answer):
    """The public keys that checkpoints are signed by, the oldest first; `chain` is the first and every rotation."""

    keys: list[CheckpointKey]
    chain: str


@operation("see checkpoints")
def checkpoints(context: Context) -> Checkpoints:
    """The checkpoints that are kept, the oldest first."""
    return Checkpoints(checkpoints=[_answer(each) for each in context.ledger.proofs.checkpoints()])


@operation("sign checkpoints")
def make_checkpoint(context: Context, new: NewCheckpoint, progress: Progress | None = None) -> Done[Checkpoint]:
    """Sign a checkpoint of all facts, or up to a position; one that is kept there already is answered again.

    `progress` is told of the leaves that are there, and of all of them.
    """
    # Leaves that an older ledger lacks are made in transactions of their own, so that others record in between.
    context.ledger.proofs.complete_tree(progress)
    return context.once(Checkpoint, lambda append: _made(append.checkpoint(new.position)))


@operation("see checkpoints")
def checkpoint(context: Context, size: str) -> str:
    """The signed note of the newest checkpoint at a position. Raises Problem where none is kept."""
    return str(kept_at(context.ledger, size))


@operation("see checkpoints")
def kept_checkpoint(context: Context, position: int) -> SignedCheckpoint:
    """The newest checkpoint at a position, with all signatures. Raises MissingError where none is kept."""
    return context.ledger.proofs.kept_checkpoint(position).signed


@operation("sign checkpoints")
def cosign(context: Context, size: str, new: NewCosignature) -> Done[Checkpoint]:
    """Add a witness's signature to a checkpoint. Raises Problem where it does not hold, or none is kept there."""
    kept = kept_at(context.ledger, size)
    made, witness = _signed(kept, new)

    def work(append: Append) -> Done[Checkpoint]:
        return _made(context.ledger.proofs.cosign_within(append, kept.signed.note.text, made, witness))

    return context.once(Checkpoint, work)


@operation("sign checkpoints")
def keep_cosignature(context: Context, note: Note, made: Signature, witness: Verifier) -> Note | None:
    """Add a witness's signature to a checkpoint that is kept, and the note with it; None where it is not kept here."""
    proofs = context.ledger.proofs
    if context.ledger.exists() and any(each.signed.note.text == note.text for each in proofs.checkpoints()):
        return proofs.cosign(note.text, made, witness).signed.note
    return None


@operation("administer keys")
def rotate_key(context: Context) -> str:
    """Sign with another key from now on: the note in which the old key says so, which is destroyed."""
    return context.ledger.proofs.rotate_signing_key()


@operation("see checkpoints")
def key_chain(context: Context) -> str:
    """The first key, and the note of every rotation since. Raises LedgerError where no key signs yet."""
    return context.ledger.proofs.key_chain()


@operation("see checkpoints")
def checkpoint_keys(context: Context) -> CheckpointKeys:
    """The public keys that checkpoints are signed by, and the chain in which each says which follows."""
    keys = context.ledger.proofs.signing_keys()
    shown = [
        CheckpointKey(
            key=str(each.verifier),
            created_at=shown_instant(each.created_at),
            retired_at=shown_instant(each.retired_at),
            rotation=each.note or None,
        )
        for each in keys
    ]
    return CheckpointKeys(keys=shown, chain=context.ledger.proofs.key_chain() if keys else "")


def kept_at(ledger: Ledger, size: str) -> Kept:
    """The newest checkpoint at a position. Raises Problem where none is kept."""
    missing = Problem("not-found", f"no checkpoint is kept at position {size[:60]}; /v1/checkpoints lists them")
    if not (size.isascii() and size.isdigit() and len(size) <= _MOST_DIGITS):
        raise missing
    try:
        return ledger.proofs.kept_checkpoint(int(size))
    except MissingError:
        raise missing from None


def _answer(kept: Kept) -> Checkpoint:
    return Checkpoint(**kept.as_json())


def _made(kept: Kept) -> Done[Checkpoint]:
    return Done(_answer(kept), 201, f"/v1/checkpoints/{kept.size}")


def _signed(kept: Kept, asked: NewCosignature) -> tuple[Signature, Verifier]:
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
