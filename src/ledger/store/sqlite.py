"""The ledger on SQLite: the library's recorder with dense positions, the envelope's columns, and an append lock."""

import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import UUID

from eventsourcing.persistence import IntegrityError, InterfaceError, StoredEvent
from eventsourcing.sqlite import (
    SQLiteApplicationRecorder,
    SQLiteConnection,
    SQLiteConnectionPool,
    SQLiteCursor,
    SQLiteDatastore,
    SQLiteTransaction,
)

from ledger.store.events import COLUMNS, LedgerEvent, RecordedEvent
from ledger.store.tables import SQLITE_TABLES

LOCK_TIMEOUT = 60
"""Seconds that an append waits for another process's."""

_WAL_ATTEMPTS = 200
_WAL_PAUSE = 0.02


class AppendTransaction(SQLiteTransaction):
    """Takes the append lock at once: a plain BEGIN that reads first fails as soon as another process writes."""

    def __enter__(self) -> SQLiteCursor:
        """Begin; where it is to be committed, as the only writer."""
        cursor = self.connection.cursor()
        cursor.execute("BEGIN IMMEDIATE" if self.commit else "BEGIN")
        return cursor


class LedgerConnection(SQLiteConnection):
    """A connection whose writing transactions hold the append lock."""

    @contextmanager
    def transaction(self, *, commit: bool) -> Iterator[SQLiteCursor]:
        """A transaction; one that commits holds the append lock from its start."""
        with AppendTransaction(self, commit=commit) as cursor, cursor:
            yield cursor


class LedgerConnectionPool(SQLiteConnectionPool):
    """Opens connections in write-ahead mode with full synchronisation, also when many processes begin at once."""

    def _create_connection(self) -> SQLiteConnection:
        try:
            connection = sqlite3.connect(
                database=self.db_name,
                uri=True,
                check_same_thread=False,
                isolation_level=None,
                timeout=self.lock_timeout or LOCK_TIMEOUT,
            )
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
        self.pool = LedgerConnectionPool(
            db_name=f"file:{quote(str(path.absolute()))}", lock_timeout=LOCK_TIMEOUT, pool_timeout=LOCK_TIMEOUT
        )
        self.single_row_tracking = True
        self.originator_id_type = "text"


class LedgerRecorder(SQLiteApplicationRecorder):
    """Stores ledger events. The position is the notification id: dense, from 1, the next one after the last."""

    def __init__(self, datastore: LedgerDatastore) -> None:
        """A recorder for the table `events`."""
        super().__init__(datastore, events_table_name="events")
        columns = ", ".join(COLUMNS)
        self.insert_events_statement = f"INSERT INTO events ({columns}) VALUES ({', '.join('?' * len(COLUMNS))})"  # noqa: S608
        self.select_events_statement = f"SELECT {columns} FROM events WHERE originator_id=? "  # noqa: S608
        self.select_max_notification_id_statement = "SELECT MAX(position) FROM events"

    def construct_create_table_statements(self) -> list[str]:
        """All tables of the ledger; safe to run by many processes at once, because it holds the append lock."""
        return list(SQLITE_TABLES)

    def _insert_events(self, c: SQLiteCursor, stored_events: Sequence[StoredEvent], **_: Any) -> Sequence[int] | None:
        """Insert at the next positions, in the given order.

        Raises IntegrityError where an event would be recorded before the one it follows; the database raises it where
        a stream already has the version.
        """
        c.execute("SELECT position, recorded_at FROM events ORDER BY position DESC LIMIT 1")
        last = c.fetchone()
        position, recorded_at = (last["position"], last["recorded_at"]) if last else (0, 0)
        rows = []
        for event in stored_events:
            assert isinstance(event, LedgerEvent)
            if event.recorded_at < recorded_at:
                raise IntegrityError(f"position {position + 1} would be recorded before position {position}")
            position, recorded_at = position + 1, event.recorded_at
            rows.append(_row(position, event))
        c.executemany(self.insert_events_statement, rows)
        return range(position - len(rows) + 1, position + 1)

    def append(self, cursor: SQLiteCursor, events: Sequence[LedgerEvent]) -> Sequence[int]:
        """Insert within a transaction that holds the append lock; the positions of the events."""
        return self._insert_events(cursor, events) or ()

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
        statement = self.select_events_statement
        parameters: list[Any] = [originator_id.hex if isinstance(originator_id, UUID) else originator_id]
        for condition, bound in (("originator_version>? ", gt), ("originator_version<=? ", lte)):
            if bound is not None:
                statement += f"AND {condition}"
                parameters.append(bound)
        statement += f"ORDER BY originator_version {'DESC' if desc else 'ASC'} LIMIT ?"
        parameters.append(-1 if limit is None else limit)
        with self.datastore.transaction(commit=False) as cursor:
            cursor.execute(statement, parameters)
            return [recorded_event(row) for row in cursor.fetchall()]

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
        conditions: list[str] = []
        parameters: list[Any] = []
        if start is not None:
            conditions.append("position>=?" if inclusive_of_start else "position>?")
            parameters.append(start)
        if stop is not None:
            conditions.append("position<=?")
            parameters.append(stop)
        if topics:
            conditions.append(f"topic IN ({','.join('?' * len(topics))})")
            parameters.extend(topics)
        where = f"WHERE {' AND '.join(conditions)} " if conditions else ""
        statement = f"SELECT {', '.join(COLUMNS)} FROM events {where}ORDER BY position LIMIT ?"  # noqa: S608
        with self.datastore.transaction(commit=False) as cursor:
            cursor.execute(statement, [*parameters, limit])
            return [recorded_event(row) for row in cursor.fetchall()]


def recorded_event(row: Any) -> RecordedEvent:
    """A row of the events table."""
    return RecordedEvent(
        originator_id=row["originator_id"],
        originator_version=row["originator_version"],
        topic=row["topic"],
        state=row["state"].encode(),
        id=row["position"],
        kind=row["kind"],
        employee=row["employee"],
        business_date=row["business_date"],
        recorded_at=row["recorded_at"],
        ref=row["ref"],
        salt=row["salt"],
    )


def _row(position: int, event: LedgerEvent) -> tuple[Any, ...]:
    stream = event.originator_id
    return (
        position,
        stream if isinstance(stream, str) else stream.hex,
        event.originator_version,
        event.topic,
        event.state.decode(),
        event.kind,
        event.employee,
        event.business_date,
        event.recorded_at,
        event.ref,
        event.salt,
    )


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
