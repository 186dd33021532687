"""A ledger from one store to another, unchanged: every row of every table. All in one transaction, or nothing.

A copy is a ledger of its own: what the master key wraps is wrapped anew by the other store's. A backup and what is
restored from it keep what is wrapped as it is; see `backups`.
"""

from collections.abc import Callable, Iterable

from ledger import closing
from ledger.appends.append import Append
from ledger.appends.appender import Appender
from ledger.refusal import LedgerError
from ledger.store.dialect import StoreCursor
from ledger.store.keys.key_wrap import WRAPPED_TABLES
from ledger.store.keys.keyring import Keyring
from ledger.store.rows import Row, RowsDigest, pages_of, put_rows
from ledger.store.tables import SHAPES, TABLE_NAMES

Progress = Callable[[int, int], None]
"""Told of facts done and facts in all."""

EVENTS = "events"
_KEYS, _FROZEN = "keys", "frozen"


def copy(
    source: Appender, source_keys: Keyring, target: Appender, target_keys: Keyring, progress: Progress | None
) -> int:
    """Copy all of a ledger into an empty store; the number of facts. Raises LedgerError where it is not empty."""
    with source.look() as (cursor, _now), target.append() as append:
        refuse_what_is_not_empty(append, "copy to")
        wrapped = {table for table, _key, _prefix in WRAPPED_TABLES}
        digests = copy_tables(cursor, append.cursor, TABLE_NAMES - wrapped, progress)
        for table, key, prefix in WRAPPED_TABLES:
            shape = SHAPES[table]
            name, column = shape.columns.index(key), shape.columns.index("wrapped")
            for rows in pages_of(cursor, shape):
                if table == _KEYS:
                    target_keys.master.make()
                opened = [_opened(cursor, source_keys, f"{prefix}{row[name]}", row[column]) for row in rows]
                sealed = [
                    b"" if raw is None else target_keys.master.wrap(append.cursor, f"{prefix}{row[name]}", raw)
                    for raw, row in zip(opened, rows, strict=True)
                ]
                anew = zip(rows, sealed, strict=True)
                put_rows(append.cursor, shape, [(*row[:column], new, *row[column + 1 :]) for row, new in anew])
        return digests[EVENTS].rows


def copy_tables(
    source: StoreCursor, target: StoreCursor, names: Iterable[str], progress: Progress | None
) -> dict[str, RowsDigest]:
    """Copy tables as they are; how many rows each has, and their digests.

    Raises LedgerError where a fact is missing, or frozen bytes were changed.
    """
    whole = _last_position(source)
    digests = {}
    for name in sorted(names):
        digests[name] = digest = RowsDigest()
        for rows in pages_of(source, SHAPES[name]):
            if name == EVENTS:
                _see_dense(digest.rows, rows)
            elif name == _FROZEN:
                for frozen in rows:
                    closing.sound(*frozen)
            digest.add(rows)
            put_rows(target, SHAPES[name], rows)
            if name == EVENTS and progress is not None:
                progress(digest.rows, whole)
    return digests


def refuse_what_is_not_empty(append: Append, what: str) -> None:
    """Raises LedgerError where there is anything in the store that is written to."""
    for table in sorted(TABLE_NAMES):
        append.cursor.execute(f"SELECT 1 AS found FROM {table} LIMIT 1")  # noqa: S608
        if append.cursor.fetchone() is not None:
            raise LedgerError(f"the store to {what} is not empty; name one that has no ledger yet")


def _opened(cursor: StoreCursor, keys: Keyring, subject: str, wrapped: bytes) -> bytes | None:
    return keys.master.unwrap(cursor, subject, wrapped) if wrapped else None


def _last_position(cursor: StoreCursor) -> int:
    cursor.execute("SELECT MAX(position) AS last FROM events")
    return cursor.fetchone()["last"] or 0


def _see_dense(before: int, rows: list[Row]) -> None:
    for expected, row in enumerate(rows, before + 1):
        if row[0] != expected:
            raise LedgerError(
                f"the ledger has no fact at position {expected}, before {row[0]}; see verify, or restore a backup"
            )
