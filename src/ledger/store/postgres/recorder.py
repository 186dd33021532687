"""The ledger on PostgreSQL: the library's recorder with dense positions, the envelope's columns, and COPY.

What is never used, each for a reason that a test holds: a sequence for positions (a refused duplicate would leave a
gap), the library's database functions (followers lose events), and its own insert (it stores text as ``\\x…``, and
hangs over a socket with thousands of events).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from eventsourcing.persistence import StoredEvent, Subscription
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore
from psycopg import Connection, Cursor, IsolationLevel
from psycopg.errors import InsufficientPrivilege
from psycopg.rows import DictRow, dict_row
from psycopg.sql import SQL, Identifier, Literal

from ledger.refusal import LedgerError
from ledger.store.dialect import PostgresDialect, StoreCursor, inserting
from ledger.store.events import LedgerEvent, RecordedEvent
from ledger.store.events_table import SELECT_LAST, SELECT_MAX, Last, events_from, events_of_stream, insert_after
from ledger.store.postgres.errors import is_passing
from ledger.store.postgres.scrub import scrub
from ledger.store.postgres.subscription import LedgerSubscription
from ledger.store.tables import TABLE_NAMES, tables
from ledger.store.version import SCHEMA_VERSION

LOCK_TIMEOUT = 60
"""Seconds that an append waits for another's, and that the server waits for one that has stopped in the middle."""

_VERSION = "workledger schema "
_TELL_VERSION = SQL("COMMENT ON TABLE events IS {}").format(Literal(f"{_VERSION}{SCHEMA_VERSION}"))
_CONNECTIONS = 16
_CONNECT_TIMEOUT = 10.0
_COPIED_FROM = 20
"""From this many events on, COPY is faster than INSERT."""


@lru_cache(maxsize=1_024)
def _with_marks(statement: str) -> str:
    """The ledger's `?` as the driver's `%s`."""
    return statement.replace("?", "%s")


class LedgerCursor(Cursor[DictRow]):
    """A cursor that takes the ledger's SQL; what the library has composed passes through as it is."""

    dialect: Final = PostgresDialect()

    def execute(self, query: Any, params: Any = None, **options: Any) -> "LedgerCursor":
        """Carry out a statement."""
        super().execute(_with_marks(query) if isinstance(query, str) else query, params, **options)
        return self

    def executemany(self, query: Any, params_seq: Any, **options: Any) -> None:
        """Carry out a statement once a row of parameters."""
        super().executemany(_with_marks(query) if isinstance(query, str) else query, params_seq, **options)

    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Insert rows into a table; many at once by COPY."""
        if len(rows) < _COPIED_FROM:
            statement = inserting(table, columns)
            for row in rows:
                self.execute(statement, row)
            return
        with self.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN".encode()) as copy:
            for row in rows:
                copy.write_row(row)


class LedgerDatastore(PostgresDatastore):
    """The library's datastore over the ledger's connections, in a schema of its own."""

    def __init__(self, connection: Mapping[str, Any], schema: str) -> None:
        """A datastore; `connection` holds libpq's parameters. Nothing is connected yet."""
        super().__init__(
            dbname="",
            host="",
            port="",
            user="",
            password="",
            connect_timeout=_CONNECT_TIMEOUT,
            pool_size=1,
            max_overflow=_CONNECTIONS - 1,
            pre_ping=True,
            lock_timeout=LOCK_TIMEOUT,
            schema=schema,
            originator_id_type="text",
        )
        self.schema = schema
        self.channel = f"ledger_{sha256(schema.encode()).hexdigest()[:32]}"
        self.pool.kwargs = {**connection, "row_factory": dict_row, "cursor_factory": LedgerCursor}
        self._lock = "; ".join(
            (
                f"SET LOCAL lock_timeout='{LOCK_TIMEOUT}s'",
                f"SET LOCAL idle_in_transaction_session_timeout='{LOCK_TIMEOUT}s'",
                "LOCK TABLE events IN EXCLUSIVE MODE",
                f"NOTIFY {self.channel}",
                SELECT_LAST,
            )
        )

    def after_connect_func(self) -> Callable[[Connection[Any]], None]:
        """What a new connection is told: the schema, and that a commit is a commit."""
        schema = self.schema

        def after_connect(connection: Connection[Any]) -> None:
            connection.autocommit = True
            connection.execute(SQL("SET search_path TO {}").format(Identifier(schema)))
            connection.execute(
                "SELECT set_config('synchronous_commit', 'on', false) "
                "WHERE current_setting('synchronous_commit') IN ('off', 'local')"
            )
            # All that is looked up has an index; a table that grows by the thousand outruns its statistics.
            connection.execute("SET enable_seqscan TO off")

        return after_connect

    def register_type_adapters(self) -> None:
        """None: events are rows of plain columns."""

    @contextmanager
    def looking(self) -> Iterator[LedgerCursor]:
        """A transaction that only reads, and sees the store as it stands at one moment."""
        with self.get_connection() as connection:
            connection.isolation_level = IsolationLevel.REPEATABLE_READ
            with connection.transaction(force_rollback=True), connection.cursor() as cursor:
                yield _ledger_cursor(cursor)

    @contextmanager
    def keeping(self) -> Iterator[LedgerCursor]:
        """A transaction that writes beside the events; commits at its end."""
        with self.get_connection() as connection:
            connection.isolation_level = IsolationLevel.READ_COMMITTED
            with connection.transaction(), connection.cursor() as cursor:
                yield _ledger_cursor(cursor)

    @contextmanager
    def appending(self) -> Iterator[tuple[LedgerCursor, Last]]:
        """A transaction that holds the append lock, and where the ledger ends.

        The end is read by a statement of its own after the lock was given, so it is what the last holder committed.
        """
        with self.get_connection() as connection:
            connection.isolation_level = IsolationLevel.READ_COMMITTED
            with connection.transaction(), connection.cursor() as cursor:
                cursor.execute(self._lock)
                while cursor.nextset():
                    pass
                yield _ledger_cursor(cursor), Last.of(cursor.fetchone())


def _ledger_cursor(cursor: Cursor[DictRow]) -> LedgerCursor:
    assert isinstance(cursor, LedgerCursor)
    return cursor


class LedgerRecorder(PostgresApplicationRecorder):
    """Stores ledger events. The position is the notification id: dense, from 1, the next one after the last."""

    datastore: LedgerDatastore

    def __init__(self, datastore: LedgerDatastore) -> None:
        """A recorder for the table `events`."""
        super().__init__(datastore, events_table_name="events")
        self.sql_create_statements = []
        self.channel_name = datastore.channel
        self.max_notification_id_statement = SQL(SELECT_MAX).format()

    def create_table(self) -> None:
        """Make the schema and all tables, where they are not there; one process at a time."""
        schema = self.datastore.schema
        with self.datastore.transaction(commit=True) as cursor:
            cursor.execute(SQL("SELECT pg_advisory_xact_lock(hashtext({}))").format(Literal(f"ledger {schema}")))
            cursor.execute("SHOW server_encoding")
            (encoding,) = (cursor.fetchone() or {}).values()
            if encoding != "UTF8":
                raise LedgerError(f"the database's encoding is {encoding}; make one with createdb --encoding=UTF8")
            # Asked first, because IF NOT EXISTS wants the right to create even where there is nothing to do.
            cursor.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [schema])
            if cursor.fetchone() is None:
                cursor.execute(SQL("CREATE SCHEMA {}").format(Identifier(schema)))
            for statement in tables(PostgresDialect()):
                cursor.execute(SQL(statement))
            cursor.execute(_TELL_VERSION)

    def version(self) -> int:
        """The version of the tables, as the store says it; 0 where it does not."""
        with self.datastore.get_connection() as connection:
            found = connection.execute("SELECT obj_description('events'::regclass, 'pg_class') AS said").fetchone()
        said = str((found or {}).get("said") or "").removeprefix(_VERSION)
        return int(said) if said.isdecimal() else 0

    def tell_version(self) -> None:
        """Say the version of the tables, where the user owns them; who does not uses them all the same."""
        with suppress(InsufficientPrivilege), self.datastore.get_connection() as connection:
            connection.execute(_TELL_VERSION)

    def table_names(self) -> set[str]:
        """Which of the ledger's tables are in the schema."""
        with self.datastore.get_connection() as connection:
            found = connection.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname = %s AND tablename = ANY(%s)",
                [self.datastore.schema, list(TABLE_NAMES)],
            )
            return {row["tablename"] for row in found.fetchall()}

    def insert_events(self, stored_events: Sequence[StoredEvent], **_: Any) -> Sequence[int] | None:
        """Insert at the next positions, in the given order; the positions.

        Raises IntegrityError where a stream has the version already, or lacks the one before.
        """
        with self.datastore.appending() as (cursor, last):
            end = insert_after(cursor, last, stored_events)
        return list(range(last.position + 1, end.position + 1))

    def looking(self) -> Any:
        """A transaction that only reads, and sees the store as it stands at one moment."""
        return self.datastore.looking()

    def keeping(self) -> Any:
        """A transaction that writes beside the events; commits at its end."""
        return self.datastore.keeping()

    def appending(self) -> Any:
        """A transaction that holds the append lock, and where the ledger ends; commits at its end."""
        return self.datastore.appending()

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
        with self.datastore.looking() as cursor:
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
        with self.datastore.looking() as cursor:
            return events_from(cursor, start, limit, stop, topics, inclusive_of_start=inclusive_of_start)

    def subscribe(self, gt: int | None = None, topics: Sequence[str] = ()) -> Subscription[Any]:
        """The events after a position, and then each as it is recorded."""
        return LedgerSubscription(self, gt, topics)

    def scrub(self, subject: str) -> str | None:
        """Write the tables anew that were blanked, without their dead rows, and what is sampled of their values."""
        with self.datastore.get_connection() as connection:
            return scrub(connection, subject)

    def is_passing(self, error: BaseException) -> bool:
        """Whether an error says that the same transaction may succeed when it is tried again."""
        return is_passing(error)

    def close(self) -> None:
        """Close all connections."""
        self.datastore.close()
