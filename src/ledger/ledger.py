"""The one door to a ledger: record, import, read, follow."""

import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, Self

import pyarrow as pa

from ledger import closing, copying
from ledger.answers import ImportAnswer, Issue
from ledger.append import Clock, Outcome
from ledger.calendar import instant, microseconds
from ledger.closing import Freeze
from ledger.exporting import exported_lines
from ledger.facts.people import Employee, Site
from ledger.facts.prepared import Read
from ledger.files import seekable
from ledger.following import Follower
from ledger.group_commit import GroupCommit
from ledger.history import History, history_of
from ledger.importing import FileImport, Progress
from ledger.incoming import Incoming, read_incoming
from ledger.opening import Store, place_of
from ledger.quarantine import Quarantine
from ledger.recorded import LookingCursor, RecordedFact, recorded_fact
from ledger.refusal import LedgerError, Refusal
from ledger.standing import Standing
from ledger.store.events import RecordedEvent
from ledger.store.keys import Keyring
from ledger.store.mapper import FactMapper
from ledger.store.master_key import Entropy, master_key_source
from ledger.store.placing import recorded_event

_LONGEST_VERSION = 10

__all__ = ["ImportAnswer", "Issue", "Ledger", "LedgerError", "Outcome", "RecordedFact", "Refusal"]


def _now() -> datetime:
    return datetime.now(UTC)


class Ledger:
    """A ledger of facts in a store. Made by `Ledger.open`; safe to use by many processes at once."""

    def __init__(self, store: Store, keyring: Keyring) -> None:
        """A ledger in a store; nothing is opened or made yet."""
        self._store = store
        self._keyring = keyring
        self._site: Site | None = None

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

    @property
    def place(self) -> str:
        """Where the store is, for people: a file, or a database and its schema; without a password."""
        return self._store.place.name

    @property
    def master_key_place(self) -> str:
        """Where the master key is: a file, or the name of an environment variable."""
        return self._keyring.place

    @property
    def site(self) -> Site | None:
        """The site (S2.1), or None where nothing was recorded yet."""
        if self._site is None and self._store.exists():
            with self._store.use() as (_recorder, appender), appender.look() as (cursor, _now):
                self._site = Standing(cursor, FactMapper(self._keyring, cursor), set()).site
        return self._site

    def last_position(self) -> int:
        """The position of the last fact; 0 on an empty ledger."""
        with self._store.use() as (recorder, _appender):
            return recorder.max_notification_id() or 0

    def recorded_at(self, position: int) -> datetime:
        """When the fact at a position was recorded, in UTC. Raises LedgerError where there is none."""
        with self._store.use() as (recorder, _appender):
            found = recorder.select_notifications(position, 1, position)
        if not found:
            raise LedgerError(f"there is no position {position}; the last one is {self.last_position()}")
        return instant(found[0].recorded_at)

    def position_at(self, moment: datetime) -> int:
        """The last position recorded at an instant or before; 0 where there is none."""
        wanted = microseconds(moment)
        low, high = 0, self.last_position()
        with self._store.use() as (_recorder, appender), appender.look() as (cursor, _now):
            while low < high:
                middle = (low + high + 1) // 2
                cursor.execute("SELECT recorded_at FROM events WHERE position=?", [middle])
                if cursor.fetchone()["recorded_at"] <= wanted:
                    low = middle
                else:
                    high = middle - 1
        return low

    def position_of(self, fact: str) -> int:
        """The position of the fact of an id, as export writes it. Raises LedgerError where there is none."""
        stream, _, version = fact.partition(".")
        found: Sequence[RecordedEvent] = []
        if version.isascii() and version.isdigit() and len(version) < _LONGEST_VERSION:
            with self._store.use() as (recorder, _appender):
                found = recorder.select_events(stream, gt=int(version) - 1, lte=int(version))
        if not found:
            raise LedgerError(f"there is no fact {fact!r} on the ledger; give an id as export and history write it")
        return found[0].id

    def facts(self, after: int = 0, limit: int = 1_000) -> list[RecordedFact]:
        """The facts after a position, in order; personal texts whose key was destroyed read ``[erased]``."""
        with self._store.use() as (recorder, appender):
            found = recorder.select_notifications(after, limit, inclusive_of_start=False)
            with appender.look() as (cursor, _now):
                mapper = FactMapper(self._keyring, cursor)
                return [recorded_fact(event, mapper) for event in found]

    def follow(self, after: int = 0) -> Follower:
        """The facts after a position, and then each as it is recorded: every one once, in order.

        Use it in a ``with``, or stop it; it waits for the next fact, whoever records it.
        """
        with self._store.use() as (recorder, appender):
            mapper = FactMapper(self._keyring, LookingCursor(appender))
            return Follower(recorder, lambda event: recorded_fact(event, mapper), after)

    def read_arrow(
        self, columns: Iterable[str], kinds: Iterable[str], after: int = 0, position: int | None = None
    ) -> pa.Table:
        """Columns of the events of some kinds after a position, up to and including another (to the last, where None).

        The rows are in the order of their positions. Personal texts in `state` are sealed.
        """
        with self._store.read() as reader:
            return reader.read(columns, kinds, after, position)

    def names(self) -> dict[str, str]:
        """Employee number to name, as it was last recorded."""
        with self._store.use() as (_recorder, appender), appender.look() as (cursor, _now):
            cursor.execute("SELECT * FROM events WHERE kind=? ORDER BY position", [Employee.kind])
            mapper = FactMapper(self._keyring, cursor)
            last = {row["employee"]: row for row in cursor.fetchall()}
            facts = (mapper.to_domain_event(recorded_event(row)).fact for row in last.values())
            return {fact.employee: fact.name for fact in facts if isinstance(fact, Employee)}

    def history(self, number: str, workflow: str | None = None, position: int | None = None) -> History:
        """Everything recorded of an employee, or of a workflow (`swap`, `leave` …), up to a position (all, where None).

        Raises LedgerError where there is no such employee, workflow or position.
        """
        with self._store.use() as (_recorder, appender), appender.look() as (cursor, _now):
            return history_of(cursor, FactMapper(self._keyring, cursor), number, workflow, position)

    def record(self, lines: Iterable[Incoming]) -> list[Outcome]:
        """Record facts, or lines of the interchange format, in order and in one transaction.

        Good lines around a refused one are recorded. Answers one outcome a line, in order.
        """
        return self._record([read_incoming(line) for line in lines])

    def _record(self, lines: Sequence[Read]) -> list[Outcome]:
        with self._store.use(make=True) as (_recorder, appender):
            return appender.appended(lambda append: append.judge(lines))

    def close_period(self, period: str, by: str, freeze: Freeze, *, held: bool = False) -> int:
        """Close a period (S11.2): freeze what `freeze` answers, and record the closing; its position.

        `freeze` is called under the append lock with the closing's position and instant. Raises LedgerError where the
        period may not be closed.
        """
        with self._store.use() as (_recorder, appender):
            known = appender.appended(lambda append: closing.close_period(append, period, by, freeze, held=held))
            return known.position

    def frozen(self, digest: str) -> bytes | None:
        """The frozen bytes that a closing names by their digest; None where they are not kept in this store."""
        with self._store.use() as (_recorder, appender), appender.look() as (cursor, _now):
            return closing.kept(cursor, digest)

    def keep_frozen(self, contents: Iterable[bytes]) -> None:
        """Keep frozen bytes that were computed again, after a restore from an export, which has their digests only."""
        with self._store.use() as (_recorder, appender), appender.append() as append:
            closing.keep(append.cursor, contents)

    def group_commit(self) -> GroupCommit:
        """A queue for many threads, whose submissions share commits; close it before the ledger."""
        return GroupCommit(self._record)

    def copy_to(self, other: "Ledger", progress: Progress | None = None) -> int:
        """Copy all of this ledger, unchanged, into a store that has none yet; the number of facts.

        `progress` is called with facts done and facts in all. Raises LedgerError where the other store is not empty.
        """
        with self._store.use() as (_, source), other._store.use(make=True) as (_, target):
            return copying.copy(source, self._keyring, target, other._keyring, progress)

    def import_file(
        self,
        path: Path | BinaryIO,
        *,
        format: str = "interchange",  # noqa: A002
        dry_run: bool = False,
        progress: Progress | None = None,
        options: Mapping[str, Any] | None = None,
        jobs: int = 1,
    ) -> ImportAnswer:
        """Import a file, or a stream to its end; see `importing` and `formats` for what is known and what is refused.

        An export imported into an empty ledger restores it. `progress` is called with bytes done and bytes in all. A
        dry run decides everything and stores nothing. `jobs` processes, this one included, read a large file; with more
        than one, a script that calls this does so under ``if __name__ == "__main__"``. Raises LedgerError where the
        file or the store cannot be used.
        """
        with seekable(path) as (file, size):
            file_import = FileImport(file, size, format, options or {}, progress, jobs)
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

    def export(self, stream: BinaryIO) -> int:
        """Write every fact as a line of the interchange format, in order; the number of facts."""
        with self._store.use() as (_recorder, appender), appender.look() as (cursor, _now):
            cursor.execute("SELECT max(position) AS last FROM events")
            last: int = cursor.fetchone()["last"] or 0
            for line in exported_lines(cursor, FactMapper(self._keyring, cursor), last):
                stream.write(line)
            return last
