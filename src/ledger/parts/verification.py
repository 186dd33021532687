"""Verifying what a ledger holds: the part of the door that trusts nothing in its own store."""

from collections.abc import Sequence
from pathlib import Path

from ledger.imports.file_import import Progress
from ledger.parts.facts import LedgerReading
from ledger.proof.notes import Verifier
from ledger.verification.store_verification import Asked, Verification, verify


class LedgerChecking(LedgerReading):
    """A ledger that is derived again from its stored bytes, and held against what was signed."""

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
            return verify(self._store.place, recorder, self._keyring, asked)
