"""The events as an Arrow table, for the read side: one ordered read, in columns, without a Python object an event."""

from collections.abc import Callable, Iterable
from threading import Lock
from typing import TYPE_CHECKING, Protocol

import pyarrow as pa
from adbc_driver_manager import Error

from ledger.refusal import LedgerError
from ledger.store.version import known_topics, unknown_sentence

if TYPE_CHECKING:
    # It loads Polars as well, which takes a while, and of whose threads a command is told before.
    from adbc_driver_manager.dbapi import Connection

SCHEMA = {
    "position": pa.int64(),
    "originator_id": pa.string(),
    "originator_version": pa.int64(),
    "topic": pa.string(),
    "state": pa.string(),
    "kind": pa.string(),
    "employee": pa.string(),
    "business_date": pa.string(),
    "recorded_at": pa.int64(),
    "ref": pa.string(),
    "salt": pa.binary(),
}
"""The columns of the events table. All are NOT NULL."""


class ColumnReader(Protocol):
    """Reads the events of a store in columns."""

    def read(
        self, columns: Iterable[str], kinds: Iterable[str], after: int = 0, position: int | None = None
    ) -> pa.Table:
        """The events of those kinds after `after`, up to and including `position` (all, where None), in order."""

    def close(self) -> None:
        """Close what it reads by."""


class ArrowReader:
    """Reads events by ADBC over one connection of its own, which is kept: many short reads make a journal."""

    def __init__(self, connect: Callable[[], "Connection"], table: str) -> None:
        """A reader of a table of events; it connects when it first reads."""
        self._connect = connect
        self._table = table
        self._connection: Connection | None = None
        self._turn = Lock()

    def read(
        self, columns: Iterable[str], kinds: Iterable[str], after: int = 0, position: int | None = None
    ) -> pa.Table:
        """The events of those kinds after `after`, up to and including `position` (all, where None), in order."""
        wanted = list(columns)
        names = list(kinds)
        read = list(dict.fromkeys([*wanted, "position", "topic"]))
        assert all(name.isidentifier() for name in names), names
        listed = ", ".join(f"'{name}'" for name in names)
        limit = "" if position is None else f" AND position <= {position:d}"
        statement = (
            f"SELECT {', '.join(read)} FROM {self._table} "  # noqa: S608
            f"WHERE kind IN ({listed}) AND position > {after:d}{limit} ORDER BY position"
        )
        schema = pa.schema([(name, SCHEMA[name]) for name in wanted])
        topics = pa.array([topic for name in names for topic in known_topics(name)], pa.string())
        with self._turn:
            found = self._fetched(statement) if names else None
        if found is None:
            return schema.empty_table()
        import pyarrow.compute as pc  # noqa: PLC0415 - it takes a while to load, and only who reads in columns needs it

        unknown = found.filter(pc.invert(pc.is_in(found["topic"], topics)))
        if unknown.num_rows:
            first = unknown.slice(0, 1).to_pylist()[0]
            raise LedgerError(unknown_sentence([first["topic"]], first["position"]))
        return found.select(wanted).cast(schema)

    def close(self) -> None:
        """Close the connection."""
        with self._turn:
            self._drop()

    def _fetched(self, statement: str) -> pa.Table:
        kept = self._connection is not None
        try:
            return self._fetch(statement)
        except Error:
            # The server may have closed a connection that was not used for long.
            self._drop()
            if not kept:
                raise
            return self._fetch(statement)

    def _fetch(self, statement: str) -> pa.Table:
        if self._connection is None:
            self._connection = self._connect()
        with self._connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetch_arrow_table()

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()
