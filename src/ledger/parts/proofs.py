"""What a ledger holds, signed, proven, and verified."""

from collections.abc import Sequence
from pathlib import Path

from ledger.appends.append import Append
from ledger.checkpoints.issue import prove, prove_consistency
from ledger.checkpoints.kept_checkpoints import Kept, KeptCheckpoints
from ledger.checkpoints.signing_keys import SigningKey, SigningKeys
from ledger.imports.file_import import Progress
from ledger.parts.facts import Facts
from ledger.proof.checkpoint import SignedCheckpoint
from ledger.proof.notes import Note, Signature, Verifier
from ledger.proof.proofs import Consistency, Proof
from ledger.proof.verify_evidence import statement_of
from ledger.refusal import LedgerError, MissingError
from ledger.store.tree import CAUGHT_UP_AT_ONCE
from ledger.store_connection import Store
from ledger.verification.store_verification import Asked, Verification, verify


class Proofs:
    """Checkpoints and proofs of a ledger; see `proof` for what checks them without it."""

    def __init__(self, store: Store) -> None:
        """The proofs of the ledger in a store."""
        self._store = store

    def complete_tree(self, progress: Progress | None = None) -> int:
        """Make the leaves that a ledger lacks which was begun before there was a tree; how many leaves there are.

        Each transaction makes some, so that others write in between; `progress` is told of leaves done and in all.
        """
        with self._store.use() as (recorder, appender):
            while True:
                done = appender.appended(lambda append: append.complete_tree(CAUGHT_UP_AT_ONCE))
                whole = recorder.max_notification_id() or 0
                if progress is not None:
                    progress(done, whole)
                if done >= whole:
                    return done

    def checkpoint(self, position: int | None = None) -> Kept:
        """Sign and keep the checkpoint at a position, the last one by default; one that is kept already is given back.

        Raises LedgerError where there is no such position, or the tree does not continue what was signed before.
        """
        self.complete_tree()
        with self._store.use() as (_recorder, appender):
            return appender.appended(lambda append: append.checkpoint(position))

    def checkpoints(self) -> list[Kept]:
        """The checkpoints that are kept, in the order in which they were made."""
        with self._store.look() as (cursor, _now):
            return KeptCheckpoints(cursor).all()

    def kept_checkpoint(self, position: int) -> Kept:
        """The newest checkpoint at a position. Raises LedgerError where none is kept."""
        with self._store.look() as (cursor, _now):
            found = KeptCheckpoints(cursor).of_size(position)
        if not found:
            raise MissingError(
                f"no checkpoint is kept at position {position}; see checkpoint --list, or make one with "
                f"checkpoint --at {position}"
            )
        return found[0]

    def cosign(self, text: str, signature: Signature, witness: Verifier) -> Kept:
        """Add a witness's signature to the checkpoint of a text.

        Raises LedgerError where no such checkpoint is kept, or the signature is not the witness's.
        """

        with self._store.use() as (_recorder, appender):
            return appender.appended(lambda append: self.cosign_within(append, text, signature, witness))

    @staticmethod
    def cosign_within(append: Append, text: str, signature: Signature, witness: Verifier) -> Kept:
        """What `cosign` does, within an append, which commits it."""
        kept = KeptCheckpoints(append.cursor)
        found = kept.of_text(text)
        if not found:
            raise LedgerError("the checkpoint is not one that this ledger keeps; give one that checkpoint --list shows")
        return kept.add(found[0], signature, witness)

    def signing_keys(self) -> list[SigningKey]:
        """Every key that signs or has signed checkpoints, the oldest first; none where none was made yet."""
        with self._store.look() as (cursor, _now):
            return SigningKeys(cursor, self._store.keyring).all()

    def key_chain(self) -> str:
        """The first key and the note of every rotation since, as `proof.rotation.read_keys` reads them."""
        with self._store.look() as (cursor, _now):
            return SigningKeys(cursor, self._store.keyring).chain()

    def rotate_signing_key(self) -> str:
        """Have another key sign from now on; the note in which the old one says so. Its private half is destroyed."""
        with self._store.use() as (_recorder, appender):
            return appender.appended(
                lambda append: SigningKeys(append.cursor, self._store.keyring).rotate(append.recorded_at)
            )

    def sign_evidence(self, content: bytes) -> str:
        """The note in which the ledger says that it issued evidence of these bytes; see `proof.verify_evidence`."""
        with self._store.look() as (cursor, now):
            signer = SigningKeys(cursor, self._store.keyring).signer(now)
        text = statement_of(signer.name, content)
        return str(Note(text, (signer.sign(text),)))

    def prove(self, position: int, signed: SignedCheckpoint | None = None, *, closed: bool = False) -> Proof:
        """The proof that the fact at a position is on the ledger, up to a checkpoint.

        Up to the newest one by default; where that ends before the position, one is made. `closed` shows the leaf
        only, neither the employee nor the content. Raises LedgerError where the checkpoint is not this ledger's.
        """
        chosen = signed or self._covering(position)
        with self._store.look() as (cursor, _now):
            return prove(cursor, position, chosen, closed=closed)

    def committed(self, position: int) -> tuple[bytes, str]:
        """What the leaf of a position commits to: its salt, and the stored state in JSON."""
        with self._store.use() as (_recorder, appender), appender.look() as (cursor, _now):
            cursor.execute("SELECT salt, state FROM events WHERE position=?", [position])
            row = cursor.fetchone()
        return bytes(row["salt"]), str(row["state"])

    def prove_consistency(self, earlier: SignedCheckpoint, later: SignedCheckpoint) -> Consistency:
        """The proof that one checkpoint continues another. Raises LedgerError where one is not this ledger's."""
        if earlier.checkpoint.size > later.checkpoint.size:
            raise LedgerError("the first checkpoint is the later one; give the earlier one first")
        with self._store.look() as (cursor, _now):
            return prove_consistency(cursor, earlier, later)

    def verify(
        self,
        checkpoint: bytes | None = None,
        keys: Sequence[Verifier] = (),
        *,
        jobs: int = 1,
        remembered: Path | None = None,
        progress: Progress | None = None,
    ) -> Verification:
        """Derive every leaf, column, subtree and digest again, and say what does not hold, and where.

        `checkpoint` is a signed checkpoint from elsewhere, `keys` are keys that the ledger's are to follow from; its
        own without. `jobs` processes, this one included; more than one only under ``if __name__ == "__main__"``.
        `remembered` is a file in which an interrupted run remembers how far it came. `progress` is told of events done
        and in all. Raises LedgerError where the checkpoint is not one of this ledger, or no key has signed it.
        """
        with self._store.use() as (recorder, _appender):
            asked = Asked(checkpoint, keys, jobs, remembered, progress)
            return verify(self._store.place, recorder, self._store.keyring, asked)

    def _covering(self, position: int) -> SignedCheckpoint:
        last = Facts(self._store).last_position()
        if not 0 < position <= last:
            raise MissingError(f"there is no position {position}; the last one is {last}")
        with self._store.look() as (cursor, _now):
            largest = KeptCheckpoints(cursor).largest()
        if largest is not None and largest.size >= position:
            return largest.signed
        return self.checkpoint().signed
