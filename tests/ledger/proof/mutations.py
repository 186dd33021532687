"""Mutations of a ledger behind its back, drawn at random, each with what is to be found, and where."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random
from typing import Any

from ledger.store.tree import LOWEST, WIDTH
from ledger.verification.event_contents import Row
from ledger.verification.findings import CHANGED, INSERTED, LEAF, REMOVED, REORDERED, SUBTREE, TRUNCATED
from tests.ledger.proof.memory import MemoryLedger, Mutation, Nodes

BESIDE = {"kind", "business_date", "ref"}
"""Columns that are in no leaf."""


def field_changed(memory: MemoryLedger, random: Random) -> Mutation:
    """One value of one row is another."""
    position = random.randint(1, memory.end)
    row = memory.rows[position]
    name = random.choice([name for name in Row._fields if name != "position"])
    value = getattr(row, name)
    other = getattr(memory.rows[random.randint(1, memory.end)], name)
    new, typed = _another(value, other, random)
    changed = row._replace(**{name: new})
    return Mutation(f"changed {name}", frozenset({CHANGED}), position, position, {position: changed}, typed=typed)


def _another(value: Any, other: Any, random: Random) -> tuple[Any, bool]:
    """Another value, and whether it is of another type."""
    if random.random() < 0.03:
        return (value.encode() if isinstance(value, str) else str(value)), True
    if isinstance(value, int):
        drawn = random.choice([value + 1, value - 1, value + random.randint(2, 10**6), 0, -value, 2**62, other])
        return (drawn if drawn != value else value + 7), False
    if isinstance(value, bytes):
        place, bit = random.randrange(len(value)), 1 << random.randrange(8)
        flipped = value[:place] + bytes([value[place] ^ bit]) + value[place + 1 :]
        return random.choice([flipped, value[:-1], value + b"\0", b"", flipped]), False
    place = random.randrange(len(value)) if value else 0
    drawn = random.choice(
        [
            value[:place] + random.choice('0123456789ABCxyz张{}", ') + value[place + 1 :],
            value[:place] + value[place + 1 :],
            value + " ",
            "",
            other,
            value.swapcase(),
        ]
    )
    return (drawn if drawn != value else value + "0"), False


def moved(memory: MemoryLedger, random: Random) -> Mutation:
    """One row's position is another, where none is."""
    position = random.randint(1, memory.end)
    to = random.choice([memory.end + 1, memory.end + random.randint(2, 5_000), 0, -random.randint(1, 99), 10**12])
    rows: dict[int, Row | None] = {position: None, to: memory.rows[position]._replace(position=to)}
    kinds = {REMOVED} if position < memory.end or to > 0 else {REMOVED, TRUNCATED}
    return Mutation("moved", frozenset(kinds), position, position, rows)


def deleted(memory: MemoryLedger, random: Random) -> Mutation:
    """A row is gone, and its position is free."""
    position = random.randint(1, memory.end)
    return Mutation("deleted", frozenset({REMOVED, TRUNCATED}), position, position, {position: None})


def deleted_and_closed_up(memory: MemoryLedger, random: Random) -> Mutation:
    """Some rows are gone, and those after them have moved up."""
    size = random.choice([1, 1, 1, 2, 5])
    first = _late(memory, random, size)
    rows = _shifted(memory, first + size, -size)
    rows.update(dict.fromkeys(range(memory.end - size + 1, memory.end + 1)))
    last = first + size - 1
    return Mutation("deleted, closed up", frozenset({REMOVED, TRUNCATED}), first, last, rows)


def inserted(memory: MemoryLedger, random: Random) -> Mutation:
    """A row is there that was never recorded; those after it have moved down."""
    size = random.choice([1, 1, 1, 2, 5])
    return inserted_at(memory, random, _late(memory, random, 0) + random.choice([0, 0, 1]), size)


def inserted_at(memory: MemoryLedger, random: Random, first: int, size: int) -> Mutation:
    """So many rows that were never recorded, from a position on."""
    rows = _shifted(memory, first, size)
    rows.update({first + each: _made_up(memory, random, first + each) for each in range(size)})
    return Mutation("inserted", frozenset({INSERTED}), first, first + size - 1, rows)


def swapped(memory: MemoryLedger, random: Random) -> Mutation:
    """Two neighbours have changed places."""
    first = random.randint(1, memory.end - 1)
    one, other = memory.rows[first], memory.rows[first + 1]
    rows: dict[int, Row | None] = {
        first: other._replace(position=first),
        first + 1: one._replace(position=first + 1),
    }
    return Mutation("swapped", frozenset({REORDERED}), first, first + 1, rows)


def truncated(memory: MemoryLedger, random: Random) -> Mutation:
    """All rows after a position are gone; their leaves and subtrees with them, or not."""
    kept = random.randint(0, memory.end - 1)
    gone = range(kept + 1, memory.end + 1)
    made = Mutation("truncated", frozenset({TRUNCATED}), kept + 1, memory.end, dict.fromkeys(gone))
    if random.random() < 0.5:
        nodes: Nodes = {(level, number): None for level, number in memory.nodes if (number + 1) << level > kept}
        return replace(made, name="truncated with leaves", leaves=dict.fromkeys(gone), nodes=nodes)
    return made


def leaf_changed(memory: MemoryLedger, random: Random) -> Mutation:
    """A kept leaf is another, or gone."""
    position = random.randint(1, memory.end)
    leaf = random.choice([None, random.randbytes(32), memory.leaves[random.randint(1, memory.end)]])
    if leaf == memory.leaves[position]:
        leaf = None
    return Mutation("leaf", frozenset({LEAF}), position, position, leaves={position: leaf})


def subtree_changed(memory: MemoryLedger, random: Random) -> Mutation:
    """A kept subtree is another, or gone, or one too many."""
    level, number = random.choice([*memory.nodes, (LOWEST, memory.end // WIDTH), (40, 0)])
    new = random.randbytes(32) if (level, number) not in memory.nodes else random.choice([None, random.randbytes(32)])
    first, last = (number << level) + 1, (number + 1) << level
    return Mutation("subtree", frozenset({SUBTREE}), first, last, nodes={(level, number): new})


PLAIN: Sequence[tuple[Callable[[MemoryLedger, Random], Mutation], int]] = (
    (field_changed, 44),
    (moved, 5),
    (deleted, 12),
    (deleted_and_closed_up, 4),
    (inserted, 4),
    (swapped, 14),
    (truncated, 6),
    (leaf_changed, 3),
    (subtree_changed, 2),
)


def _late(memory: MemoryLedger, random: Random, size: int) -> int:
    """A position near the end more often than not: what comes after it is verified again."""
    if random.random() < 0.8:
        return memory.end - size - random.randrange(min(2_000, memory.end - size))
    return random.randint(1, memory.end - size)


def _shifted(memory: MemoryLedger, first: int, by: int) -> dict[int, Row | None]:
    """The rows from a position on, so many positions later."""
    return {place + by: Row(place + by, *memory.rows[place][1:]) for place in range(first, memory.end + 1)}


def _made_up(memory: MemoryLedger, random: Random, position: int) -> Row:
    row = memory.rows[random.choice([min(position, memory.end), random.randint(1, memory.end)])]
    before = memory.rows[min(max(position - 1, 1), memory.end)]
    return row._replace(
        position=position,
        originator_id=random.randbytes(16).hex(),
        originator_version=1,
        recorded_at=before.recorded_at,
        ref="",
        salt=random.randbytes(16),
    )
