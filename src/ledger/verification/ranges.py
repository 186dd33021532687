"""Verifying a range of blocks of a store, seen at one moment."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ledger.proof.merkle import subtree_hash
from ledger.store.keys.keyring import Keyring
from ledger.store.recorder import Recorder
from ledger.store.tree import WIDTH
from ledger.verification.blocks import REACH, verify_block
from ledger.verification.event_contents import Row
from ledger.verification.findings import Odd
from ledger.verification.stored_rows import StoredEarlier, StoredRows, TextKeys, contents_of
from ledger.verification.verdict import MOST_ODD, Gathered

BLOCKS = 32
"""Blocks of a range: what is read and held at once."""


class Range(NamedTuple):
    """Blocks from one up to another, of a ledger of `end` positions; the leaves of some are wanted whole."""

    first: int
    last: int
    end: int
    wanted: frozenset[int]


@dataclass
class Verified:
    """What a range has shown; crosses processes."""

    nodes: list[bytes] = field(default_factory=list)
    parts: dict[int, list[bytes]] = field(default_factory=dict)
    odd: list[Odd] = field(default_factory=list)
    more: int = 0
    opened: bool = True
    """Whether sealed texts could be opened here."""

    def put_into(self, gathered: Gathered) -> None:
        """Put what was shown with the rest."""
        gathered.nodes.extend(self.nodes)
        gathered.parts.update(self.parts)
        gathered.add_odd(self.odd, self.more)


def verify_range(recorder: Recorder, keyring: Keyring, wanted: Range) -> Verified:
    """Verify the blocks of a range, seen at one moment."""
    shown = Verified()
    with recorder.looking() as cursor:
        rows, earlier, keys = StoredRows(cursor), StoredEarlier(cursor), TextKeys(cursor, keyring)
        shown.opened = keys.available
        contents = contents_of(rows, earlier, keys)
        first, last = wanted.first * WIDTH + 1, min(wanted.last * WIDTH, wanted.end)
        events, leaves = rows.events(first, last), rows.leaves(first - REACH, last + REACH)
        earlier.prefetch(events)
        by_block = _by_block(events)
        recorded_at = rows.recorded_before(first)
        for number in range(wanted.first, wanted.last):
            block = verify_block(number, wanted.end, by_block.get(number, ()), leaves, recorded_at, contents.check)
            recorded_at = block.recorded_at
            complete = len(block.hashes) == WIDTH
            if complete:
                shown.nodes.append(subtree_hash(block.hashes))
            if not complete or number in wanted.wanted:
                shown.parts[number] = block.hashes
            room = MOST_ODD - len(shown.odd)
            shown.odd.extend(block.odd[:room])
            shown.more += max(len(block.odd) - room, 0)
    return shown


def _by_block(events: Sequence[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {}
    for row in events:
        found.setdefault((row.position - 1) // WIDTH, []).append(row)
    return found
