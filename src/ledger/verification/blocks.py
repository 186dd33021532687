"""A block of 256 positions: its leaves derived again from its rows, and held against the leaves that are kept."""

from collections.abc import Callable, Mapping, Sequence
from struct import error as struct_error
from typing import NamedTuple

from ledger.proof.leaf import HASH_BYTES, leaf_of
from ledger.store.tree import WIDTH
from ledger.verification.event_contents import Odds, Row
from ledger.verification.findings import CONTENT, LEAFLESS, MISSING, MOVED, OTHER, REFERENCE, Odd

REACH = 8
"""How far from its position an event is looked for among the leaves."""
_SHIFTS = [sign * distance for distance in range(1, REACH + 1) for sign in (1, -1)]
NO_HASH = bytes(HASH_BYTES)
"""Stands for the leaf of an event that is not there, or is of no leaf's shape."""


class Block(NamedTuple):
    """What verifying a block has found: the hashes of its leaves, as derived, and what is odd."""

    number: int
    hashes: list[bytes]
    odd: list[Odd]
    recorded_at: int
    """Of its last event."""


def verify_block(
    number: int,
    end: int,
    rows: Sequence[Row],
    leaves: Mapping[int, bytes],
    recorded_at: int,
    check: Callable[[Row], Odds],
) -> Block:
    """Verify a block, of a ledger of `end` positions.

    `rows` are those of the block, in order; `leaves` has the kept leaves of the block and `REACH` positions around it;
    `recorded_at` is that of the event before the block.
    """
    hashes, odd = [], []
    there = {row.position: row for row in rows}
    for position in range(number * WIDTH + 1, min((number + 1) * WIDTH, end) + 1):
        row = there.get(position)
        if row is None:
            hashes.append(NO_HASH)
            odd.append(Odd(position, MISSING))
            continue
        made = leaf_hash_of(row)
        hashes.append(made)
        found = check(row)
        reasons, of, dangling = found
        if type(row.recorded_at) is int:
            if row.recorded_at < recorded_at:
                reasons = (*reasons, f"it was recorded before position {position - 1}")
                of, dangling = (*of, position - 1), False
            recorded_at = row.recorded_at
        if made != leaves.get(position):
            odd.append(_misfit(row, made, leaves, reasons, odd[-1].shift if odd else 0))
        elif reasons:
            odd.append(Odd(position, REFERENCE if dangling else CONTENT, 0, reasons, of))
    return Block(number, hashes, odd, recorded_at)


def leaf_hash_of(row: Row, position: int | None = None) -> bytes:
    """The hash of a row's leaf, at another position where one is given; `NO_HASH` where its values have other types."""
    try:
        return leaf_of(
            row.position if position is None else position,
            row.originator_id,
            row.originator_version,
            row.topic,
            row.recorded_at,
            row.employee,
            row.state,
            row.salt,
        ).hash()
    except (struct_error, AttributeError, TypeError, ValueError, OverflowError):
        return NO_HASH


def _misfit(row: Row, made: bytes, leaves: Mapping[int, bytes], reasons: tuple[str, ...], likely: int) -> Odd:
    position = row.position
    if made != NO_HASH:
        # What has moved has mostly moved together.
        for shift in (likely, *_SHIFTS):
            kept = leaves.get(position + shift)
            if shift and kept is not None and leaf_hash_of(row, position + shift) == kept:
                return Odd(position, MOVED, shift)
    return Odd(position, LEAFLESS if position not in leaves else OTHER, 0, reasons)
