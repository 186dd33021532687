"""A ledger in a schema of a PostgreSQL database, named by a URL.

The URL is libpq's, with one word more: ``schema``, the schema that the ledger's tables are in (``public`` without it).
"""

import os
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, urlencode

import psycopg
from eventsourcing.persistence import InterfaceError, OperationalError
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from ledger.refusal import LedgerError
from ledger.store.arrow import ArrowReader
from ledger.store.postgres.errors import sentence_of
from ledger.store.postgres.recorder import LedgerDatastore, LedgerRecorder
from ledger.store.tables import FIRST_TABLES, TABLE_NAMES
from ledger.store.version import SCHEMA_VERSION, refuse_newer

if TYPE_CHECKING:
    from adbc_driver_manager.dbapi import Connection

_SCHEMA = "schema"
_DEFAULT_SCHEMA = "public"
_LONGEST_NAME = 63


class PostgresSchema:
    """The schema that a URL names, made by the first thing that is written to it."""

    def __init__(self, url: str) -> None:
        """The schema of a URL; nothing is connected yet. Raises LedgerError where the URL is invalid."""
        self._connection, self.schema = _read(url)
        self._database = str(self._connection.get("dbname") or self._connection.get("user") or _DEFAULT_SCHEMA)
        self.driver_error: type[Exception] = psycopg.Error
        where = ":".join(str(self._connection[part]) for part in ("host", "port") if self._connection.get(part))
        self.name = f"{self._database}.{self.schema}" + (f" at {where}" if where else "")

    @property
    def key_file(self) -> Path:
        """A file named after the database and the schema, in the user's own data."""
        home = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
        return home / "workledger" / f"{quote(self._database, safe='')}.{quote(self.schema, safe='')}.key"

    def exists(self) -> bool:
        """Whether the schema has the ledger's tables."""
        return bool(self._tables())

    def _tables(self) -> set[str]:
        """The ledger's tables that are there: none, or at least those of its first version."""
        with psycopg.connect(make_conninfo(**self._connection), autocommit=True) as connection:
            rows = connection.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname = %s AND tablename = ANY(%s)",
                [self.schema, list(TABLE_NAMES)],
            ).fetchall()
        found = {str(name) for (name,) in rows}
        if found and not found >= set(FIRST_TABLES):
            raise LedgerError(f"{self.name} holds tables of something else; name another schema with ?schema=NAME")
        return found

    def free_bytes(self) -> int | None:
        """Not seen from here: the server may be another machine."""
        return None

    def recorder(self) -> LedgerRecorder:
        """The recorder of the ledger in the schema; both are made where there is none."""
        recorder = LedgerRecorder(LedgerDatastore(self._connection, self.schema))
        try:
            tables = self._tables()
            version = recorder.version() if tables else 0
            refuse_newer(self.name, version)
            if not tables >= TABLE_NAMES:
                recorder.create_table()
            elif version < SCHEMA_VERSION:
                recorder.tell_version()
        except BaseException:
            recorder.close()
            raise
        return recorder

    def reader(self) -> ArrowReader:
        """Reads the ledger in the schema in columns."""
        uri = make_conninfo(**self._connection)
        schema = self.schema.replace('"', '""')
        return ArrowReader(lambda: _connected(uri), f'"{schema}".events')

    def is_unavailable(self, error: Exception) -> bool:
        """Whether the server could not be reached, was too busy, or the like."""
        return isinstance(error, (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError))

    def sentence(self, error: Exception) -> str:
        """What is wrong and what to do, to be said after the name."""
        return sentence_of(error)


def _connected(uri: str) -> "Connection":
    from adbc_driver_postgresql import dbapi  # type: ignore[import-untyped]  # noqa: PLC0415 - see ledger.store.arrow

    connection: Connection = dbapi.connect(uri, autocommit=True)
    return connection


def _read(url: str) -> tuple[dict[str, str], str]:
    """libpq's parameters and the schema."""
    address, _, query = url.partition("?")
    words = parse_qsl(query, keep_blank_values=True)
    rest = urlencode([(name, value) for name, value in words if name != _SCHEMA], quote_via=quote)
    try:
        connection = conninfo_to_dict(f"{address}?{rest}")
    except psycopg.ProgrammingError as error:
        raise LedgerError(
            f"PostgreSQL does not accept the store's URL ({str(error).strip()}); "
            "give postgresql://USER@HOST:PORT/DATABASE, with ?schema=NAME where it is not public"
        ) from None
    schema = dict(words).get(_SCHEMA, _DEFAULT_SCHEMA)
    if not schema or "\0" in schema or len(schema.encode()) > _LONGEST_NAME:
        raise LedgerError(f"schema {schema!r} is not a name; give one of 1 to {_LONGEST_NAME} bytes")
    if "search_path" in str(connection.get("options", "")):
        raise LedgerError("the store's URL sets search_path; name the ledger's schema by ?schema=NAME instead")
    return {name: str(value) for name, value in connection.items() if value is not None}, schema
