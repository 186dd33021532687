"""The events as an Arrow table, for the read side: one ordered read, in columns, without a Python object an event."""

from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
from adbc_driver_sqlite import dbapi


def read_events(path: Path, columns: Iterable[str], kinds: Iterable[str], position: int | None = None) -> pa.Table:
    """The events of those kinds up to and including `position` (all, where None), in ledger order.

    Every column of the events table is NOT NULL, which the driver needs: it guesses types from values.
    """
    wanted = tuple(kinds)
    marks = ", ".join("?" for _ in wanted)
    limit = "" if position is None else f" AND position <= {position:d}"
    statement = f"SELECT {', '.join(columns)} FROM events WHERE kind IN ({marks}){limit} ORDER BY position"  # noqa: S608
    with dbapi.connect(f"file:{path}?mode=ro") as connection, connection.cursor() as cursor:
        cursor.execute(statement, parameters=wanted)
        return cursor.fetch_arrow_table()
