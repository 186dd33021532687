"""The checkpoints that a ledger keeps, with the signatures of witnesses that were added to them."""

from dataclasses import dataclass, replace
from typing import Any

from ledger.calendar import instant
from ledger.proof.checkpoint import SignedCheckpoint, checkpoint_of, read_checkpoint
from ledger.proof.errors import ProofError
from ledger.proof.notes import MOST_SIGNATURES, Signature, Verifier
from ledger.store.dialect import StoreCursor

_COLUMNS = ("number", "size", "root", "period", "created_at", "note")


@dataclass(frozen=True)
class Kept:
    """A checkpoint that is kept: its number, what was signed, and when (microseconds since 1970)."""

    number: int
    signed: SignedCheckpoint
    created_at: int

    @property
    def size(self) -> int:
        """The ledger position that it is of."""
        return self.signed.checkpoint.size

    def __str__(self) -> str:
        """The signed note."""
        return str(self.signed.note)

    def as_json(self) -> dict[str, Any]:
        """The checkpoint as ``checkpoint --list --json`` prints it."""
        said, note = self.signed.checkpoint, self.signed.note
        return {
            "origin": said.origin,
            "position": said.size,
            "root": said.root.hex(),
            "period": said.period or None,
            "created_at": f"{instant(self.created_at):%Y-%m-%dT%H:%M:%S.%f}Z",
            "signed_by": [each.name for each in note.signatures],
            "note": str(note),
        }


class KeptCheckpoints:
    """The table `checkpoints`, through the cursor of a transaction."""

    def __init__(self, cursor: StoreCursor) -> None:
        """Reads and writes through the cursor."""
        self._cursor = cursor

    def all(self) -> list[Kept]:
        """Every checkpoint, in the order in which they were made."""
        return self._found("ORDER BY number")

    def of_size(self, size: int) -> list[Kept]:
        """The checkpoints at a ledger position, the newest first."""
        return self._found("WHERE size=? ORDER BY number DESC", size)

    def largest(self) -> Kept | None:
        """The checkpoint of the most events; the newest, where several are."""
        return next(iter(self._found("ORDER BY size DESC, number DESC LIMIT 1")), None)

    def of_text(self, text: str) -> list[Kept]:
        """The checkpoints of a text, whoever has signed them; the newest first."""
        return [each for each in self.of_size(checkpoint_of(text).size) if each.signed.note.text == text]

    def keep(self, signed: SignedCheckpoint, now: int) -> Kept:
        """Keep a checkpoint, under the append lock."""
        self._cursor.execute("SELECT MAX(number) AS last FROM checkpoints")
        kept = Kept((self._cursor.fetchone()["last"] or 0) + 1, signed, now)
        self._insert(kept)
        return kept

    def add(self, kept: Kept, signature: Signature, witness: Verifier) -> Kept:
        """Add the signature of a witness, once. Raises ProofError where it is not one of this text by this key."""
        note = kept.signed.note
        if not witness.made(signature) or not witness.holds(note.text, signature):
            raise ProofError(
                f"the signature is not one of {witness.name} over the checkpoint at position {kept.size}; give "
                "the signature of this checkpoint, and the key that made it"
            )
        if signature in note.signatures:
            return kept
        if len(note.signatures) >= MOST_SIGNATURES:
            raise ProofError(f"the checkpoint has {MOST_SIGNATURES} signatures, which is all that a note may have")
        signed = kept.signed._replace(note=note._replace(signatures=(*note.signatures, signature)))
        self._cursor.execute("UPDATE checkpoints SET note=? WHERE number=?", [str(signed.note), kept.number])
        return replace(kept, signed=signed)

    def _insert(self, kept: Kept) -> None:
        said = kept.signed.checkpoint
        row = (kept.number, said.size, said.root, said.period, kept.created_at, str(kept))
        self._cursor.insert("checkpoints", _COLUMNS, [row])

    def _found(self, which: str, *parameters: Any) -> list[Kept]:
        self._cursor.execute(f"SELECT number, created_at, note FROM checkpoints {which}", parameters)  # noqa: S608
        rows = self._cursor.fetchall()
        return [Kept(row["number"], read_checkpoint(row["note"].encode()), row["created_at"]) for row in rows]
