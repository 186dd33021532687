"""The ledger on SQLite: the library's recorder with dense positions, the envelope's columns, and an append lock."""

import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Lock
from typing import Any, Final
from urllib.parse import quote
from uuid import UUID

from eventsourcing.persistence import ConnectionUnavailableError, InterfaceError, StoredEvent, Subscription
from eventsourcing.sqlite import (
    SQLiteApplicationRecorder,
    SQLiteConnection,
    SQLiteConnectionPool,
    SQLiteCursor,
    SQLiteDatastore,
    SQLiteTransaction,
)

from ledger.store.dialect import SQLiteDialect, StoreCursor, inserting
from ledger.store.events import LedgerEvent, RecordedEvent
from ledger.store.events_table import SELECT_LAST, SELECT_MAX, Last, events_from, events_of_stream, insert_after
from ledger.store.sqlite.access import SQLiteAccess
from ledger.store.sqlite.subscription import LedgerSubscription
from ledger.store.tables import tables
from ledger.store.version import SCHEMA_VERSION

LOCK_TIMEOUT = 60
"""Seconds that an append waits for another process's."""

_WAL_ATTEMPTS = 200
_WAL_PAUSE = 0.02


class LedgerCursor(SQLiteCursor):
    """A cursor that knows its dialect."""

    dialect: Final = SQLiteDialect()

    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Insert rows into a table."""
        self.executemany(inserting(table, columns), rows)


class AppendTransaction(SQLiteTransaction):
    """Takes the append lock at once: a plain BEGIN that reads first fails as soon as another process writes."""

    def __enter__(self) -> SQLiteCursor:
        """Begin; where it is to be committed, as the only writer."""
        cursor = self.connection.cursor()
        cursor.execute("BEGIN IMMEDIATE" if self.commit else "BEGIN")
        return cursor


class LedgerConnection(SQLiteConnection):
    """A connection whose writing transactions hold the append lock."""

    def cursor(self) -> LedgerCursor:
        """A cursor that knows its dialect."""
        return LedgerCursor(self._sqlite_conn.cursor())

    @contextmanager
    def transaction(self, *, commit: bool) -> Iterator[SQLiteCursor]:
        """A transaction; one that commits holds the append lock from its start."""
        with AppendTransaction(self, commit=commit) as cursor, cursor:
            yield cursor


class LedgerConnectionPool(SQLiteConnectionPool):
    """Opens connections in write-ahead mode with full synchronisation, also when many processes begin at once."""

    def __init__(self, db_name: str, *, may_write: bool) -> None:
        """Connections to a file, which wait for one another as long as for another process."""
        self._may_write = may_write
        super().__init__(db_name=db_name, lock_timeout=LOCK_TIMEOUT, pool_timeout=LOCK_TIMEOUT)
        self._turn = Lock()

    def get_connection(self, timeout: float | None = None, *, is_writer: bool | None = None) -> SQLiteConnection:
        """A connection; of those that write one at a time.

        The library lets who waits for the writer hold up everybody behind, the writer too when it wants to read beside:
        so writers wait for their turn before they join the queue.
        """
        if not is_writer:
            return super().get_connection(timeout, is_writer=is_writer)
        if not self._turn.acquire(timeout=self.pool_timeout if timeout is None else timeout):
            raise ConnectionUnavailableError("Timed out waiting for return of writer")
        try:
            return super().get_connection(timeout, is_writer=True)
        except BaseException:
            self._turn.release()
            raise

    def put_connection(self, conn: SQLiteConnection) -> None:
        """Take a connection back."""
        has_written = conn.is_writer
        try:
            super().put_connection(conn)
        finally:
            if has_written:
                self._turn.release()

    def _create_connection(self) -> SQLiteConnection:
        try:
            connection = sqlite3.connect(
                database=self.db_name,
                uri=True,
                check_same_thread=False,
                isolation_level=None,
                timeout=LOCK_TIMEOUT,
            )
            if self._may_write:
                _use_write_ahead_log(connection)
        except sqlite3.Error as error:
            raise InterfaceError(error) from error
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA cache_size=-65536")
        # Streams are scattered over their index, so the same pages come again and again: write them back less often.
        connection.execute("PRAGMA wal_autocheckpoint=10000")
        connection.row_factory = sqlite3.Row
        return LedgerConnection(sqlite_conn=connection, max_age=self.max_age)


class LedgerDatastore(SQLiteDatastore):
    """The library's datastore over the ledger's connections; stream ids are text."""

    def __init__(self, path: Path) -> None:
        """A datastore in the file at `path`, which is made when first written to."""
        self.path = path
        self.access = SQLiteAccess(path)
        """How the file may be opened, as it stood when it was."""
        name = f"file:{quote(str(path.absolute()))}"
        self.pool = LedgerConnectionPool(name + self.access.words, may_write=self.access.may_write)
        self.single_row_tracking = True
        self.originator_id_type = "text"

    def close(self) -> None:
        """Close the connections; there are none where the file could not be opened."""
        if hasattr(self, "pool"):
            super().close()

    def connect(self, *, read_only: bool = False) -> sqlite3.Connection:
        """A connection outside the pool, for one who only looks, in a thread of its own."""
        words = "?mode=ro" if read_only and self.access.may_write else ""
        return sqlite3.connect(self.pool.db_name + words, uri=True, timeout=LOCK_TIMEOUT, check_same_thread=False)


class LedgerRecorder(SQLiteApplicationRecorder):
    """Stores ledger events. The position is the notification id: dense, from 1, the next one after the last."""

    datastore: LedgerDatastore

    def __init__(self, datastore: LedgerDatastore) -> None:
        """A recorder for the table `events`."""
        super().__init__(datastore, events_table_name="events")
        self.select_max_notification_id_statement = SELECT_MAX

    def construct_create_table_statements(self) -> list[str]:
        """All tables of the ledger; safe to run by many processes at once, because it holds the append lock."""
        return [*tables(LedgerCursor.dialect), f"PRAGMA user_version={SCHEMA_VERSION}"]

    @contextmanager
    def looking(self) -> Iterator[StoreCursor]:
        """A transaction that only reads, and sees the store as it stands at one moment."""
        with self.datastore.access.watched(), self.datastore.transaction(commit=False) as cursor:
            assert isinstance(cursor, LedgerCursor)
            yield cursor

    @contextmanager
    def appending(self) -> Iterator[tuple[StoreCursor, Last]]:
        """A transaction that holds the append lock, and where the ledger ends; commits at its end."""
        with self.datastore.transaction(commit=True) as cursor:
            assert isinstance(cursor, LedgerCursor)
            cursor.execute(SELECT_LAST)
            yield cursor, Last.of(cursor.fetchone())

    @contextmanager
    def keeping(self) -> Iterator[StoreCursor]:
        """A transaction that writes beside the events; commits at its end."""
        with self.datastore.transaction(commit=True) as cursor:
            assert isinstance(cursor, LedgerCursor)
            yield cursor

    def _insert_events(self, c: SQLiteCursor, stored_events: Sequence[StoredEvent], **_: Any) -> Sequence[int] | None:
        """Insert at the next positions, in the given order.

        Raises IntegrityError where an event would be recorded before the one it follows, or would leave a gap in the
        versions of its stream; the database raises it where a stream already has the version.
        """
        assert isinstance(c, LedgerCursor)
        c.execute(SELECT_LAST)
        last = Last.of(c.fetchone())
        return list(range(last.position + 1, insert_after(c, last, stored_events).position + 1))

    def append(self, cursor: StoreCursor, last: Last, events: Sequence[LedgerEvent]) -> Last:
        """Insert after the last event, in a transaction that holds the append lock; where the ledger ends then."""
        return insert_after(cursor, last, events)

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[RecordedEvent]:
        """The events of a stream in the order of their versions."""
        with self.looking() as cursor:
            return events_of_stream(cursor, originator_id, gt=gt, lte=lte, desc=desc, limit=limit)

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[RecordedEvent]:
        """The events from a position on, in the order of their positions."""
        with self.looking() as cursor:
            return events_from(cursor, start, limit, stop, topics, inclusive_of_start=inclusive_of_start)

    def subscribe(self, gt: int | None = None, topics: Sequence[str] = ()) -> Subscription[Any]:
        """The events after a position, and then each as it is recorded."""
        return LedgerSubscription(self, self.datastore.connect, gt, topics)

    def scrub(self, _subject: str) -> str | None:
        """Write the file anew, without its free pages, and empty the write-ahead log."""
        with closing(self.datastore.connect()) as connection:
            connection.isolation_level = None
            connection.execute("PRAGMA secure_delete=ON")
            connection.execute("VACUUM")
            busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:
            return "a program that reads the ledger holds the write-ahead log; erase again when it has ended"
        return None

    def is_passing(self, _error: BaseException) -> bool:
        """Never: who has to wait for the append lock has waited, and a file is not lost and found again."""
        return False

    def close(self) -> None:
        """Close all connections."""
        self.datastore.close()


def _use_write_ahead_log(connection: sqlite3.Connection) -> None:
    """Changing the journal mode does not wait for its turn as a transaction does, so it is tried until it is."""
    for attempt in range(_WAL_ATTEMPTS):
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            if attempt == _WAL_ATTEMPTS - 1:
                raise
            time.sleep(_WAL_PAUSE)
        else:
            return
