"""A store's tree beside the events that it is of, computed again from what the leaf is said to be."""

from collections.abc import Sequence
from hashlib import sha256
from struct import pack
from typing import Any

from pymerkle import InmemoryTree

from ledger.ledger import Ledger
from ledger.proof import merkle
from ledger.store.tree import StoredTree
from tests.ledger.stores import Stores

COLUMNS = "position, originator_id, originator_version, topic, recorded_at, employee, state, salt"


def data_of(row: Sequence[Any]) -> bytes:
    """The data of an event's leaf, written by the description of the layout and not by its code."""
    position, stream, version, topic, recorded_at, employee, state, salt = row
    who = sha256(sha256(bytes(salt) + b"who").digest() + employee.encode()).digest()
    what = sha256(sha256(bytes(salt) + b"what").digest() + state.encode()).digest()
    middle = pack(">q", version) + pack(">I", len(topic)) + topic.encode() + pack(">q", recorded_at)
    return b"\x01" + pack(">q", position) + pack(">I", len(stream)) + stream.encode() + middle + who + what


def expected(stores: Stores) -> InmemoryTree:
    """The tree over the events that are in the store, by another implementation."""
    tree = InmemoryTree()
    tree.append_entries(data_of(row) for row in stores.rows(f"SELECT {COLUMNS} FROM events ORDER BY position"))
    return tree


def fits(stores: Stores, ledger: Ledger) -> bool:
    """Whether leaves, nodes and root are those of the events."""
    tree = expected(stores)
    size = tree.get_size()
    leaves = [(position, bytes(found)) for position, found in stores.rows("SELECT * FROM leaves ORDER BY position")]
    assert leaves == [(position, tree.get_leaf(position)) for position in range(1, size + 1)]
    nodes = {(level, number): bytes(found) for level, number, found in stores.rows("SELECT * FROM nodes")}
    assert nodes.keys() == {(level, number) for level in range(8, size.bit_length()) for number in range(size >> level)}
    return root_of(ledger) == tree.get_root()


def root_of(ledger: Ledger, size: int | None = None) -> bytes:
    """The root of the stored tree."""
    with ledger.transactions.looking() as (cursor, _now):
        tree = StoredTree(cursor)
        return merkle.root(tree, tree.size() if size is None else size)
