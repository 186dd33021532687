"""A ledger from one store to another, unchanged: positions, ids, instants, stored bytes, salts, keys, what was refused.

The keys are wrapped anew under the other store's master key. All is done in one transaction, or nothing.
"""

from collections.abc import Callable

from ledger import closing
from ledger.append import Append
from ledger.appending import Appender
from ledger.checkpoints.kept import KeptCheckpoints
from ledger.checkpoints.signing import SigningKeys
from ledger.refusal import LedgerError
from ledger.store.bookkeeping import Bookkeeping
from ledger.store.dialect import StoreCursor
from ledger.store.keys import Keyring
from ledger.store.placing import SELECT, SELECT_LAST, Last, recorded_event
from ledger.store.tables import SERVICE_TABLES, TABLE_NAMES

Progress = Callable[[int, int], None]
"""Told of facts done and facts in all."""

_AT_ONCE = 5_000


def copy(
    source: Appender, source_keys: Keyring, target: Appender, target_keys: Keyring, progress: Progress | None
) -> int:
    """Copy all of a ledger into an empty store; the number of facts. Raises LedgerError where it is not empty."""
    with source.look() as (cursor, _now), target.append() as append:
        _refuse_what_is_not_empty(append)
        last = _copy_events(cursor, append, progress)
        if last.position:
            target_keys.take(append.cursor, source_keys.unwrapped(cursor))
            SigningKeys(append.cursor, target_keys).take(SigningKeys(cursor, source_keys))
        Bookkeeping(append.cursor).take(Bookkeeping(cursor))
        closing.take(append.cursor, cursor)
        _copy_leaves(cursor, append.cursor)
        KeptCheckpoints(append.cursor).take(KeptCheckpoints(cursor))
        for table in SERVICE_TABLES:
            _copy_table(table, cursor, append.cursor)
        return last.position


def _copy_table(table: str, source: StoreCursor, target: StoreCursor) -> None:
    """Copy the rows of a table as they are."""
    source.execute(f"SELECT * FROM {table}")  # noqa: S608
    rows = source.fetchall()
    if not rows:
        return
    columns = list(dict(rows[0]))
    target.insert(table, columns, [[row[column] for column in columns] for row in rows])


def _copy_leaves(source: StoreCursor, target: StoreCursor) -> None:
    """Copy the tree as it is: one that is made anew would fit whatever the events have become."""
    rows: list[tuple[int, bytes]] = [(0, b"")]
    while rows:
        source.execute(
            "SELECT position, hash FROM leaves WHERE position>? ORDER BY position LIMIT ?", [rows[-1][0], _AT_ONCE]
        )
        rows = [(row["position"], row["hash"]) for row in source.fetchall()]
        target.insert("leaves", ("position", "hash"), rows)
    _copy_table("nodes", source, target)


def _refuse_what_is_not_empty(append: Append) -> None:
    for table in sorted(TABLE_NAMES):
        append.cursor.execute(f"SELECT 1 AS found FROM {table} LIMIT 1")  # noqa: S608
        if append.cursor.fetchone() is not None:
            raise LedgerError("the store to copy to is not empty; name one that has no ledger yet")


def _copy_events(cursor: StoreCursor, append: Append, progress: Progress | None) -> Last:
    cursor.execute(SELECT_LAST)
    last = Last.of(cursor.fetchone())
    done = Last()
    while done.position < last.position:
        cursor.execute(f"{SELECT}WHERE position>? ORDER BY position LIMIT ?", [done.position, _AT_ONCE])
        events = [recorded_event(row) for row in cursor.fetchall()]
        done = append.take(events)
        assert done.position == events[-1].id
        if progress is not None:
            progress(done.position, last.position)
    return last
