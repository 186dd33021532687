"""All rows of a table, in the order of its key, on either engine: to be copied, and to be known again by a digest."""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any

from ledger.store.dialect import StoreCursor
from ledger.store.tables import TableShape

Row = tuple[Any, ...]

_AT_ONCE = 5_000
_LARGE = {"frozen": 1, "quarantine": 50, "jobs": 50, "checkpoints": 500, "answers": 500}
"""Tables whose rows may be long, and how many of them are held at once."""


class RowsDigest:
    """SHA-256 over the rows of a table; the same on both engines."""

    def __init__(self) -> None:
        """Of no row yet."""
        self._digest = sha256()
        self.rows = 0

    def add(self, rows: Iterable[Row]) -> None:
        """Add rows: each as the tuple of its texts, integers and bytes is written in ASCII."""
        for row in rows:
            self._digest.update(f"{row!a}\n".encode())
            self.rows += 1

    def __str__(self) -> str:
        """64 hexadecimal digits."""
        return self._digest.hexdigest()


def pages_of(cursor: StoreCursor, shape: TableShape) -> Iterator[list[Row]]:
    """The rows of a table, in the order of its key, so many at a time."""
    columns, key = ", ".join(shape.columns), ", ".join(shape.key)
    at_once = _LARGE.get(shape.name, _AT_ONCE)
    where = [shape.columns.index(name) for name in shape.key]
    after: list[Any] = []
    while True:
        beyond = f"WHERE ({key}) > ({', '.join('?' * len(shape.key))}) " if after else ""
        statement = f"SELECT {columns} FROM {shape.name} {beyond}ORDER BY {key} LIMIT {at_once}"  # noqa: S608
        cursor.execute(statement, after)
        rows = [_values(row) for row in cursor.fetchall()]
        if rows:
            yield rows
        if len(rows) < at_once:
            return
        after = [rows[-1][index] for index in where]


def put_rows(cursor: StoreCursor, shape: TableShape, rows: list[Row]) -> None:
    """Insert rows of a table as they are."""
    cursor.insert(shape.name, shape.columns, rows)


def _values(row: Any) -> Row:
    return tuple(row.values()) if isinstance(row, dict) else tuple(row)
