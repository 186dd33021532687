"""The whole ledger as lines."""

from collections.abc import Iterator
from typing import BinaryIO

from ledger.copies.exact_export import exact_lines
from ledger.copies.export import exported_lines, exported_part
from ledger.store_connection import Store

_AT_ONCE = 500


class Exports:
    """Every fact of a ledger, in order."""

    def __init__(self, store: Store) -> None:
        """The exports of the ledger in a store."""
        self._store = store

    def write_exact(self, stream: BinaryIO) -> int:
        """Write the stored bytes of every fact, and the wrapped keys, as lines; how many facts. See `exact_export`."""
        with self._store.look() as (cursor, _now):
            cursor.execute("SELECT max(position) AS last FROM events")
            last: int = cursor.fetchone()["last"] or 0
            for line in exact_lines(cursor):
                stream.write(line)
            return last

    def write(self, stream: BinaryIO) -> int:
        """Write every fact as a line of the interchange format, in order; the number of facts."""
        with self._store.look() as (cursor, _now):
            cursor.execute("SELECT max(position) AS last FROM events")
            last: int = cursor.fetchone()["last"] or 0
            for line in exported_lines(cursor, self._store.mapper(cursor), last):
                stream.write(line)
            return last

    def parts(self, until: int) -> Iterator[bytes]:
        """What `write` writes, up to a position, in parts: a transaction each, so that a slow reader holds none open.

        Facts are never changed, so that the parts are of one ledger, as it stood at that position.
        """
        position = 0
        while position < until:
            with self._store.look() as (cursor, _now):
                mapper = self._store.mapper(cursor)
                lines, position = exported_part(cursor, mapper, position, until, _AT_ONCE)
            yield b"".join(lines)
