"""The one door to a ledger: record, import, read, follow."""

import os
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, Self

from ledger.answers import ImportAnswer, Issue
from ledger.appending import Clock, Entropy, Outcome, Read, instant, microseconds, read_as
from ledger.exporting import exported_lines
from ledger.facts.base import Fact
from ledger.facts.people import Employee, Site
from ledger.facts.reading import read_fact, read_object
from ledger.files import seekable
from ledger.importing import FileImport, Progress, read_bytes
from ledger.opening import Store, path_of
from ledger.quarantine import Quarantine
from ledger.refusal import LedgerError, Refusal, RefusedError
from ledger.standing import Standing
from ledger.store.keys import Keyring, master_key_source
from ledger.store.mapper import FactMapper, fact_id
from ledger.store.sqlite import recorded_event

__all__ = ["ImportAnswer", "Issue", "Ledger", "LedgerError", "Outcome", "RecordedFact", "Refusal"]


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class RecordedFact:
    """A fact on the ledger. `recorded_at` is in UTC."""

    position: int
    id: str
    recorded_at: datetime
    employee: str
    business_date: str
    fact: Fact


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
        """The ledger at a URL (``sqlite:///PATH``). `clock` gives aware instants, `entropy` random bytes.

        The master key is the one given, else WORKLEDGER_MASTER_KEY (32 bytes in base64), else the file ``PATH.key``.
        The store is made by the first thing that is written to it. Raises LedgerError for a URL of another kind.
        """
        path = path_of(url)
        keyring = Keyring(master_key_source(path, master_key, os.environ), entropy)
        return cls(Store(path, keyring, clock, entropy), keyring)

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
    def sqlite_path(self) -> Path:
        """The file of the store."""
        return self._store.path

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

    def facts(self, after: int = 0, limit: int = 1_000) -> list[RecordedFact]:
        """The facts after a position, in order; personal texts whose key was destroyed read ``[erased]``."""
        with self._store.use() as (recorder, appender):
            found = recorder.select_notifications(after, limit, inclusive_of_start=False)
            with appender.look() as (cursor, _now):
                mapper = FactMapper(self._keyring, cursor)
                return [
                    RecordedFact(
                        position=event.id,
                        id=fact_id(event),
                        recorded_at=instant(event.recorded_at),
                        employee=event.employee,
                        business_date=event.business_date,
                        fact=mapper.to_domain_event(event).fact,
                    )
                    for event in found
                ]

    def names(self) -> dict[str, str]:
        """Employee number to name, as it was last recorded."""
        with self._store.use() as (_recorder, appender), appender.look() as (cursor, _now):
            cursor.execute("SELECT * FROM events WHERE kind=? ORDER BY position", [Employee.kind])
            mapper = FactMapper(self._keyring, cursor)
            last = {row["employee"]: row for row in cursor.fetchall()}
            facts = (mapper.to_domain_event(recorded_event(row)).fact for row in last.values())
            return {fact.employee: fact.name for fact in facts if isinstance(fact, Employee)}

    def record(self, lines: Iterable[bytes | str | Mapping[str, Any] | Fact]) -> list[Outcome]:
        """Record facts, or lines of the interchange format, in order and in one transaction.

        Good lines around a refused one are recorded. Answers one outcome a line, in order.
        """
        read = [_read(line) for line in lines]
        with self._store.use(make=True) as (_recorder, appender), appender.append() as append:
            return append.judge(read)

    def import_file(
        self,
        path: Path | BinaryIO,
        *,
        format: str = "interchange",  # noqa: A002
        dry_run: bool = False,
        progress: Progress | None = None,
        options: Mapping[str, Any] | None = None,
    ) -> ImportAnswer:
        """Import a file, or a stream to its end; see `importing` and `formats` for what is known and what is refused.

        An export imported into an empty ledger restores it. `progress` is called with bytes done and bytes in all. A
        dry run decides everything and stores nothing. Raises LedgerError where the file or the store cannot be used.
        """
        with seekable(path) as (file, size):
            file_import = FileImport(file, size, format, options or {}, progress)
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


def _read(line: bytes | str | Mapping[str, Any] | Fact) -> Read:
    if isinstance(line, Fact):
        return read_as(line)
    if isinstance(line, Mapping):
        try:
            return read_as(read_object(dict(line)))
        except RefusedError as error:
            return Read(None, "", error.refusal)
    return read_bytes(line.encode(errors="surrogatepass") if isinstance(line, str) else line, read_fact)
