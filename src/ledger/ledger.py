"""The one door to a ledger: record, import, read, follow."""

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, Self, TypeVar

from ledger import closing
from ledger.appends import submissions as submissions_
from ledger.appends.append import Append, Clock, Outcome
from ledger.appends.incoming_facts import Attest, Incoming, read_incoming
from ledger.appends.submissions import Keyed, Submission, Taken
from ledger.closing import ClosingAsked, Freeze, FrozenAt, Record, Turn
from ledger.copies import store_copy
from ledger.imports.file_import import FileImport, Progress
from ledger.imports.import_answer import ImportAnswer, Issue
from ledger.imports.quarantine import Quarantine
from ledger.imports.spooled_file import Spooled, seekable
from ledger.parts.proofs import LedgerProving
from ledger.parts.upkeep import LedgerUpkeep
from ledger.parts.verification import LedgerChecking
from ledger.recorded_fact import RecordedFact
from ledger.refusal import LedgerError, Refusal
from ledger.store.dialect import StoreCursor
from ledger.store.keys.keyring import Keyring
from ledger.store.keys.master_key import Entropy, master_key_source
from ledger.store_connection import Store, place_of

__all__ = ["ImportAnswer", "Issue", "Ledger", "LedgerError", "Outcome", "RecordedFact", "Refusal"]

Closed = TypeVar("Closed")


def _now() -> datetime:
    return datetime.now(UTC)


class Ledger(LedgerUpkeep, LedgerProving, LedgerChecking):
    """A ledger of facts in a store. Made by `Ledger.open`; safe to use by many processes at once."""

    @classmethod
    def open(
        cls,
        url: str,
        *,
        clock: Clock = _now,
        entropy: Entropy = os.urandom,
        master_key: bytes | None = None,
    ) -> Self:
        """The ledger at a URL: ``sqlite:///PATH``, or ``postgresql://…`` with libpq's words and ``schema=NAME``.

        `clock` gives aware instants, `entropy` random bytes. The master key is the one given, else that of
        WORKLEDGER_MASTER_KEY (32 bytes in base64), else in the file of WORKLEDGER_MASTER_KEY_FILE, else in a file of
        the store's own: ``PATH.key``, or ``workledger/DATABASE.SCHEMA.key`` in the user's data.
        The store is made by the first thing that is written to it. Raises LedgerError for a URL of another kind.
        """
        place = place_of(url)
        keyring = Keyring(master_key_source(place.key_file, master_key, os.environ), entropy)
        return cls(Store(place, keyring, clock, entropy), keyring)

    def __enter__(self) -> Self:
        """The ledger, closed at the end of a ``with``."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close."""
        self.close()

    def close(self) -> None:
        """Close the store's connections."""
        self._store.close()

    def record(self, lines: Iterable[Incoming]) -> list[Outcome]:
        """Record facts, or lines of the interchange format, in order and in one transaction.

        Good lines around a refused one are recorded. Answers one outcome a line, in order.
        """
        read = [read_incoming(line) for line in lines]
        with self._store.use(make=True) as (_recorder, appender):
            return appender.appended(lambda append: append.judge(read))

    def close_period(self, period: str, by: str, freeze: Freeze, *, held: bool = False) -> int:
        """Close a period (S11.2): freeze what `freeze` answers, and record the closing; its position.

        `freeze` is called with the closing's position and instant, before the append lock is taken, and again where
        something was recorded meanwhile. Raises LedgerError where the period may not be closed.
        """
        with self._store.use() as (_recorder, appender):
            return self.close_by(ClosingAsked(period, by, freeze, held), appender.appended).position

    def close_by(self, asked: ClosingAsked, record: Record[Closed], turn: Turn = nullcontext) -> Closed:
        """Close a period as `close_period` does, recorded by `record`, and computed within a `turn`; its answer."""
        self.complete_tree()
        if self.refused_closing(asked.period) is not None:
            # It is refused, or answered again, by who records it.
            return record(lambda append: closing.close_period(append, asked))

        def computed() -> FrozenAt:
            position, at = self._end()
            return FrozenAt(position, at, asked.freeze(position + 1, at))

        return closing.close(asked, computed, record, turn)

    def _end(self) -> tuple[int, int]:
        """The last position, and an instant (microseconds since 1970) that is not before it."""
        with self._store.use() as (_recorder, appender), appender.look() as (cursor, now):
            cursor.execute("SELECT position, recorded_at FROM events ORDER BY position DESC LIMIT 1")
            last = cursor.fetchone()
        return (0, now) if last is None else (last["position"], max(now, last["recorded_at"]))

    def keep_frozen(self, contents: Iterable[bytes]) -> None:
        """Keep frozen bytes that were computed again, after a restore from an export, which has their digests only."""
        with self._store.use() as (_recorder, appender), appender.append() as append:
            closing.keep(append.cursor, contents)

    def take(self, submissions: Sequence[Submission]) -> list[Taken]:
        """Record submissions, in order and in one transaction; those under a key that is known are answered again."""
        with self._store.use(make=True) as (_recorder, appender):
            return appender.appended(lambda append: submissions_.take(append, submissions))

    def once(self, keyed: Keyed | None, work: Callable[[Append], bytes]) -> Taken:
        """Carry out work in one transaction under the append lock, once where it has a key; its answer."""
        with self._store.use(make=True) as (_recorder, appender):
            return appender.appended(lambda append: submissions_.once(append, keyed, work))

    @contextmanager
    def keeping(self) -> Iterator[tuple[StoreCursor, int]]:
        """A transaction of the service that writes beside the facts, and the time in microseconds since 1970."""
        with self._store.use(make=True) as (recorder, appender), recorder.keeping() as cursor:
            yield cursor, appender.now()

    def secret(self, purpose: str) -> bytes:
        """32 bytes for one purpose, the same in every process; only who has the master key can make them."""
        if self.exists():
            # Where there is a key already it takes no lock, nor a store that can be written to.
            with self._store.use() as (_recorder, appender), appender.look() as (cursor, _now):
                found = self._keyring.derived_already(cursor, purpose)
            if found is not None:
                return found
        # Under the append lock: nobody rotates the master key between looking for the service's key and making it.
        with self._store.use(make=True) as (recorder, _appender), recorder.appending() as (cursor, _last):
            return self._keyring.derived(cursor, purpose)

    def copy_to(self, other: "Ledger", progress: Progress | None = None) -> int:
        """Copy all of this ledger, unchanged, into a store that has none yet; the number of facts.

        `progress` is called with facts done and facts in all. Raises LedgerError where the other store is not empty.
        """
        with self._store.use() as (_, source), other._store.use(make=True) as (_, target):
            return store_copy.copy(source, self._keyring, target, other._keyring, progress)

    def import_file(
        self,
        path: Path | BinaryIO | Spooled,
        *,
        format: str = "interchange",  # noqa: A002
        dry_run: bool = False,
        progress: Progress | None = None,
        options: Mapping[str, Any] | None = None,
        jobs: int = 1,
        attest: Attest | None = None,
    ) -> ImportAnswer:
        """Import a file, or a stream to its end; see `importing` and `formats` for what is known and what is refused.

        An export imported into an empty ledger restores it. `progress` is called with bytes done and bytes in all. A
        dry run decides everything and stores nothing. `jobs` processes, this one included, read a large file; with more
        than one, a script that calls this does so under ``if __name__ == "__main__"``. Raises LedgerError where the
        file or the store cannot be used. `attest` makes the facts what they are in a sender's name.
        """
        with seekable(path) as (file, size):
            file_import = FileImport(file, size, format, options or {}, progress, jobs, attest)
            if dry_run and not self._store.exists():
                with tempfile.TemporaryDirectory() as folder, Ledger.open(f"sqlite:///{folder}/rehearsal") as elsewhere:
                    return elsewhere._imported(file_import, dry_run=True)
            return self._imported(file_import, dry_run=dry_run)

    def _imported(self, file_import: FileImport, *, dry_run: bool) -> ImportAnswer:
        reader = file_import.reader(self.site)
        with self._store.use(make=True) as (recorder, appender):
            if not recorder.max_notification_id() and file_import.is_restore():
                return file_import.restore(appender, keep=not dry_run)
            return file_import.rehearse(appender, reader) if dry_run else file_import.run(appender, reader)

    @property
    def quarantine(self) -> Quarantine:
        """The refused lines."""
        with self._store.use() as (_recorder, appender):
            return Quarantine(appender, self.site)
