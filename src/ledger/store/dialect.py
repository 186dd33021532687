"""Where the SQL of the two engines differs: the types of columns, membership of a list, and fields of JSON text.

All other SQL of the ledger is written once, with `?` for a parameter.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Protocol


class Condition(NamedTuple):
    """A condition in SQL and its parameters."""

    sql: str
    parameters: list[Any]


class Dialect(Protocol):
    """How one engine says what the other says otherwise."""

    types: Mapping[str, str]
    """The names of `integer`, `text` and `bytes`; what is said of a table that is read by its key only (`keyed`); and
    how an index has its rows in the order of positions (`position`)."""

    def any_of(self, column: str, values: Sequence[Any]) -> Condition:
        """Whether the column is one of the values."""

    def text_field(self, column: str, field: str) -> str:
        """The text of a field of the JSON object in a column."""


def inserting(table: str, columns: Sequence[str]) -> str:
    """The statement that inserts a row into a table."""
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"  # noqa: S608


class StoreCursor(Protocol):
    """A cursor of either engine; rows are read by the names of their columns."""

    @property
    def dialect(self) -> Dialect:
        """The engine's dialect."""

    def execute(self, statement: str, parameters: Sequence[Any] = ..., /) -> Any:
        """Carry out a statement."""

    def executemany(self, statement: str, rows: Sequence[Sequence[Any]], /) -> Any:
        """Carry out a statement once a row of parameters."""

    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]], /) -> None:
        """Insert rows into a table, by the fastest means for so many."""

    def fetchone(self) -> Any:
        """The next row, or None."""

    def fetchall(self) -> list[Any]:
        """The rows that are left."""


class SQLiteDialect:
    """SQLite's."""

    types: Mapping[str, str] = {
        "integer": "INTEGER",
        "text": "TEXT",
        "bytes": "BLOB",
        "keyed": " WITHOUT ROWID",
        # The rows of an index entry are in the order of the primary key, which is the position.
        "position": "",
    }

    def any_of(self, column: str, values: Sequence[Any]) -> Condition:
        """Whether the column is one of the values."""
        return Condition(f"{column} IN ({','.join('?' * len(values))})", list(values))

    def text_field(self, column: str, field: str) -> str:
        """The text of a field of the JSON object in a column."""
        return f"json_extract({column}, '$.{field}')"


class PostgresDialect:
    """PostgreSQL's. Text is compared by its bytes, whatever the database's language."""

    types: Mapping[str, str] = {
        "integer": "bigint",
        "text": 'text COLLATE "C"',
        "bytes": "bytea",
        "keyed": "",
        "position": ", position",
    }

    def any_of(self, column: str, values: Sequence[Any]) -> Condition:
        """Whether the column is one of the values."""
        return Condition(f"{column} = ANY(?)", [list(values)])

    def text_field(self, column: str, field: str) -> str:
        """The text of a field of the JSON object in a column."""
        return f"({column}::json ->> '{field}')"
