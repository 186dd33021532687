"""The Merkle tree of a store: the hash of every leaf, and of complete subtrees from 256 leaves up.

Leaf n of the tree (counted from 0) is the event at position n + 1. All are written in the transaction that writes the
event. A ledger that was begun before there was a tree gets its leaves with what is next written to it, so many at a
time; until then its tree is smaller than the ledger.
"""

from collections.abc import Sequence
from operator import itemgetter
from typing import Any

from ledger.proof import merkle
from ledger.proof.leaf import Leaf, leaf_hashes, leaf_of
from ledger.refusal import LedgerError
from ledger.store.dialect import StoreCursor
from ledger.store.events import COLUMNS

LOWEST = 8
"""The lowest level of nodes that are kept; what is below is made of the leaves."""
WIDTH = 1 << LOWEST
CAUGHT_UP_AT_ONCE = 20_000
"""Leaves that one transaction makes, at the most, of events that were recorded before there was a tree."""

_HASHED_COLUMNS = (
    "position",
    "originator_id",
    "originator_version",
    "topic",
    "recorded_at",
    "employee",
    "state",
    "salt",
)
_POSITION = COLUMNS.index("position")
_COLUMNS_HASHED = itemgetter(*(COLUMNS.index(name) for name in _HASHED_COLUMNS))
_HASHED = ", ".join(_HASHED_COLUMNS)


class StoredTree:
    """The tree as it is stored, read through the cursor of a transaction."""

    def __init__(self, cursor: StoreCursor) -> None:
        """Reads through the cursor; keeps the 256 leaves that it read last."""
        self._cursor = cursor
        self._block: tuple[int, list[list[bytes]]] = (-1, [])

    def size(self) -> int:
        """How many leaves there are."""
        self._cursor.execute("SELECT MAX(position) AS last FROM leaves")
        return self._cursor.fetchone()["last"] or 0

    def __call__(self, level: int, number: int) -> bytes:
        """The hash of a complete subtree, as `merkle.Reader` has it. Raises LedgerError where it is not there."""
        if level >= LOWEST:
            self._cursor.execute("SELECT hash FROM nodes WHERE level=? AND number=?", [level, number])
            row = self._cursor.fetchone()
            if row is None:
                raise _damaged(f"the subtree of leaves {number << level} to {(number + 1) << level} is missing")
            return _bytes(row["hash"])
        block = (number << level) >> LOWEST
        if self._block[0] != block:
            self._block = block, self._levels(block)
        try:
            return self._block[1][level][number - (block << (LOWEST - level))]
        except IndexError:
            raise _damaged(f"leaves are missing after position {block << LOWEST}") from None

    def _levels(self, block: int) -> list[list[bytes]]:
        """The leaves of a block, as many as there are, and the complete subtrees of them."""
        first = block << LOWEST
        self._cursor.execute(
            "SELECT hash FROM leaves WHERE position>? AND position<=? ORDER BY position", [first, first + WIDTH]
        )
        levels = [[_bytes(row["hash"]) for row in self._cursor.fetchall()]]
        while len(levels) < LOWEST:
            pairs = iter(levels[-1])
            levels.append([merkle.node_hash(left, right) for left, right in zip(pairs, pairs, strict=False)])
        return levels


def grow(cursor: StoreCursor, size: int, hashes: Sequence[bytes]) -> None:
    """Add leaves to a tree of `size` leaves, and the subtrees that they complete."""
    nodes = list(merkle.completed(StoredTree(cursor), size, hashes, LOWEST))
    cursor.insert("leaves", ("position", "hash"), list(enumerate(hashes, size + 1)))
    if nodes:
        cursor.insert("nodes", ("level", "number", "hash"), nodes)


def grow_with(cursor: StoreCursor, size: int, rows: Sequence[Sequence[Any]]) -> int:
    """Add the leaves of rows of events that were inserted now, to a tree of `size` leaves; the size then.

    Where the tree is behind the ledger, it is caught up by some of what it lacks instead. Raises LedgerError where it
    is ahead: then events were removed.
    """
    last = rows[0][_POSITION] - 1
    if size > last:
        raise _damaged(f"it has {size} leaves, but events up to position {last} only")
    if size < last:
        return catch_up(cursor, size)
    grow(cursor, size, leaf_hashes(map(_COLUMNS_HASHED, rows)))
    return size + len(rows)


def catch_up(cursor: StoreCursor, size: int, limit: int = CAUGHT_UP_AT_ONCE) -> int:
    """Add the leaves of events after the first `size`, under the append lock, so many at the most; the size then.

    There are such events. Raises LedgerError where one is missing among them.
    """
    cursor.execute(f"SELECT {_HASHED} FROM events WHERE position>? ORDER BY position LIMIT ?", [size, limit])  # noqa: S608
    rows = cursor.fetchall()
    if not rows or rows[-1]["position"] != size + len(rows):
        raise _damaged(f"an event is missing after position {size}")
    grow(cursor, size, leaf_hashes(tuple(row[name] for name in _HASHED_COLUMNS) for row in rows))
    return size + len(rows)


def event_leaf(row: Any) -> Leaf:
    """An event's leaf, of its row by the names of columns."""
    return leaf_of(
        row["position"],
        row["originator_id"],
        row["originator_version"],
        row["topic"],
        row["recorded_at"],
        row["employee"],
        row["state"],
        bytes(row["salt"]),
    )


def _bytes(value: Any) -> bytes:
    # What was changed by hand may have become text.
    return value.encode() if isinstance(value, str) else bytes(value)


def _damaged(what: str) -> LedgerError:
    return LedgerError(f"the ledger's tree does not fit its events: {what}; see what verify finds, or restore a backup")
