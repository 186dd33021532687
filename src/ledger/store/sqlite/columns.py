"""A SQLite ledger's events as an Arrow table, by the one SQLite library of this process.

Two of them in a process (Python's, and the one that a driver for Arrow brings along) undo each other's locks on a file.
So SQLite itself joins the texts of a column, for a stretch of the ledger, into one text, which Arrow splits again: no
Python object is made an event. What joins them is a control character, which no JSON text has in it; where a text that
is not JSON has it, the stretch is read row by row.
"""

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from threading import Lock

import pyarrow as pa

from ledger.refusal import LedgerError
from ledger.store.arrow import SCHEMA
from ledger.store.version import known_topics, unknown_sentence

POSITIONS_AT_ONCE = 20_000
"""How many positions are joined into one text."""
_LONGEST = 1 << 28
"""Bytes of a joined text; where a stretch has more, it is halved."""
_WORTH_THREADS = 4
_MOST_THREADS = 4
"""SQLite lets other threads of Python go on while it joins."""
_JOINT = "\x1e"
_TOO_LONG = "too big"


class SQLiteColumns:
    """Reads events in columns over connections of its own, which are kept; several stretches at once where it can."""

    def __init__(
        self,
        connect: Callable[[], sqlite3.Connection],
        watched: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> None:
        """A reader; it connects when it first reads. Its connections are used by one thread at a time each.

        What is read is read within `watched`.
        """
        self._connect = connect
        self._watched = watched
        self._connections: list[sqlite3.Connection] = []
        self._turn = Lock()

    def read(
        self, columns: Iterable[str], kinds: Iterable[str], after: int = 0, position: int | None = None
    ) -> pa.Table:
        """The events of those kinds after `after`, up to and including `position` (all, where None), in order."""
        wanted = list(columns)
        named = sorted(set(kinds))
        schema = pa.schema([(name, SCHEMA[name]) for name in wanted])
        several = len(named) > 1
        read = wanted if not several or "position" in wanted else [*wanted, "position"]
        with self._turn, self._watched():
            tables = self._read(read, named, after, position)
        if not tables:
            return schema.empty_table()
        found = pa.concat_tables(tables)
        return (found.sort_by("position") if several else found).select(wanted)

    def close(self) -> None:
        """Close the connections."""
        with self._turn:
            while self._connections:
                self._connections.pop().close()

    def _read(self, columns: Sequence[str], kinds: Sequence[str], after: int, position: int | None) -> list[pa.Table]:
        with self._looking() as connection:
            # What is on the ledger stays as it is: that the ends are known is enough for all to see the same.
            stretches = [(kind, *ends) for kind in kinds for ends in _stretches(connection, kind, after, position)]
            if len(stretches) < _WORTH_THREADS:
                return [_stretch(connection, columns, *each) for each in stretches]

        def stretch(each: tuple[str, int, int]) -> pa.Table:
            with self._looking() as connection:
                return _stretch(connection, columns, *each)

        with ThreadPoolExecutor(min(os.cpu_count() or 1, _MOST_THREADS)) as threads:
            return list(threads.map(stretch, stretches))

    @contextmanager
    def _looking(self) -> Iterator[sqlite3.Connection]:
        """A connection for oneself, in a transaction that sees the store as it stands at one moment."""
        connection = self._taken()
        connection.execute("BEGIN")
        try:
            yield connection
        finally:
            connection.execute("ROLLBACK")
            self._connections.append(connection)

    def _taken(self) -> sqlite3.Connection:
        try:
            return self._connections.pop()
        except IndexError:
            connection = self._connect()
        connection.isolation_level = None
        # Whatever was made of a text, Arrow says whether it is one.
        connection.text_factory = bytes
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST)
        return connection


def _stretches(
    connection: sqlite3.Connection, kind: str, after: int, position: int | None
) -> Iterator[tuple[int, int]]:
    """From which position to which, both included, the events of a kind are read at once."""
    first = _end(connection, "MIN", kind, after, position)
    last = _end(connection, "MAX", kind, after, position)
    if first is None or last is None:
        return
    for start in range(first, last + 1, POSITIONS_AT_ONCE):
        yield start, min(start + POSITIONS_AT_ONCE - 1, last)


def _end(connection: sqlite3.Connection, which: str, kind: str, after: int, position: int | None) -> int | None:
    # One end a statement: asked for both at once, SQLite walks through all that is between them.
    upto = "" if position is None else " AND position<=?"
    values = [kind, after] if position is None else [kind, after, position]
    statement = f"SELECT {which}(position) FROM events WHERE kind=? AND position>?{upto}"  # noqa: S608
    found: tuple[int | None] = connection.execute(statement, values).fetchone()
    return found[0]


def _stretch(connection: sqlite3.Connection, columns: Sequence[str], kind: str, first: int, last: int) -> pa.Table:
    """The events of a kind from a position to another, both included."""
    joined = ", ".join(_joined(name) for name in columns)
    topics = known_topics(kind)
    unknown = f"topic NOT IN ({', '.join('?' * len(topics))})"
    which = "FROM events WHERE kind=? AND position>=? AND position<=?"
    try:
        count, others, *texts = connection.execute(
            f"SELECT COUNT(*), SUM({unknown}), {joined} {which}",
            [*topics, kind, first, last],
        ).fetchone()
    except sqlite3.DataError as error:
        if _TOO_LONG not in str(error) or first == last:
            raise
        middle = (first + last) // 2
        halves = (first, middle), (middle + 1, last)
        return pa.concat_tables([_stretch(connection, columns, kind, *half) for half in halves])
    if others:
        found = connection.execute(
            f"SELECT topic, position {which} AND {unknown} ORDER BY position LIMIT 1",
            [kind, first, last, *topics],
        ).fetchone()
        raise LedgerError(unknown_sentence([found[0].decode(errors="replace")], found[1]))
    if not count:
        return pa.schema([(name, SCHEMA[name]) for name in columns]).empty_table()
    try:
        split = [_split(name, text) for name, text in zip(columns, texts, strict=True)]
    except (pa.ArrowInvalid, ValueError):
        split = []
    if not split or any(len(values) != count for values in split):
        return _by_row(connection, columns, kind, first, last)
    return pa.table(split, names=list(columns))


def _joined(column: str) -> str:
    """A column's values in one text: bytes as hexadecimal digits."""
    value = f"hex({column})" if SCHEMA[column] == pa.binary() else column
    return f"group_concat({value}, char({ord(_JOINT)}))"


def _split(column: str, text: bytes) -> pa.Array:
    """The values of a column. Raises ArrowInvalid or ValueError where they are none of its type."""
    if SCHEMA[column] == pa.binary():
        return pa.array([bytes.fromhex(part) for part in text.decode("ascii").split(_JOINT)], pa.binary())
    import pyarrow.compute as pc  # noqa: PLC0415 - it takes a while to load, and only who reads in columns needs it

    values = pc.split_pattern(pa.array([text], pa.string()), _JOINT).values
    return values if SCHEMA[column] == pa.string() else values.cast(SCHEMA[column])


def _by_row(connection: sqlite3.Connection, columns: Sequence[str], kind: str, first: int, last: int) -> pa.Table:
    """The same row by row. Raises sqlite3.DatabaseError where a value is not of its column."""
    statement = (
        f"SELECT {', '.join(columns)} FROM events "  # noqa: S608
        "WHERE kind=? AND position>=? AND position<=? ORDER BY position"
    )
    rows = connection.execute(statement, [kind, first, last]).fetchall()
    read = [(name, SCHEMA[name], values) for name, values in zip(columns, zip(*rows, strict=True), strict=True)]
    try:
        for _, type_, values in read:
            # Arrow would cut off what is behind the point of a number.
            if {type(value) for value in values} != {int if type_ == pa.int64() else bytes}:
                raise pa.ArrowTypeError("a value of another type")
        return pa.table([pa.array(values, type_) for _, type_, values in read], names=list(columns))
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        raise sqlite3.DatabaseError(f"malformed: an event of kind {kind} has a value of another type") from error
