"""A ledger in memory, verified by the same functions as one in a store: only what a mutation can touch, and the root.

A mutation is what was made of some rows, leaves and subtrees behind the ledger's back; None is what was removed.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property  # noqa: TID251 (one thread)
from typing import Any

from ledger.checkpoints.kept_checkpoints import KeptCheckpoints
from ledger.ledger import Ledger
from ledger.proof.merkle import subtree_hash
from ledger.store.keys.keyring import Keyring, subject_of
from ledger.store.tree import WIDTH
from ledger.verification.blocks import Block, verify_block
from ledger.verification.derived_tree import Pledge
from ledger.verification.diagnosis import Extent
from ledger.verification.event_contents import HOLDS, Contents, Odds, Row
from ledger.verification.findings import Finding
from ledger.verification.signatures import keys_of, signed_of
from ledger.verification.store_verification import outline_of
from ledger.verification.stored_rows import StoredEarlier, StoredRows, TextKeys, contents_of, has_number
from ledger.verification.verdict import Gathered, StoreOutline, judged, parts_needed

Nodes = dict[tuple[int, int], bytes | None]
Check = Callable[[Row], Odds]
FAR = 100_000


@dataclass
class Mutation:
    """What was done to a ledger, and what is to be found: one of some kinds, over these positions.

    `pledges` are the checkpoints that the ledger is held against then; `typed` says that only SQLite takes it.
    """

    name: str
    kinds: frozenset[str]
    first: int
    last: int
    rows: dict[int, Row | None] = field(default_factory=dict)
    leaves: dict[int, bytes | None] = field(default_factory=dict)
    nodes: Nodes = field(default_factory=dict)
    pledges: Sequence[Pledge] | None = None
    typed: bool = False
    forged: bool = False


NOTHING = Mutation("nothing", frozenset(), 0, 0)


class Over(Mapping[Any, Any]):
    """A mapping with some of its values changed, and some removed."""

    def __init__(self, below: Mapping[Any, Any], changed: Mapping[Any, Any]) -> None:
        """A view of both."""
        self._below = below
        self._changed = changed

    def __getitem__(self, key: Any) -> Any:
        """The value of a key."""
        found = self._changed[key] if key in self._changed else self._below[key]
        if found is None:
            raise KeyError(key)
        return found

    def get(self, key: Any, default: Any = None) -> Any:
        """The value of a key, or another."""
        found = self._changed[key] if key in self._changed else self._below.get(key)
        return default if found is None else found

    def __contains__(self, key: object) -> bool:
        """Whether a key has a value."""
        return self.get(key) is not None

    def __iter__(self) -> Iterator[Any]:
        """The keys."""
        yield from (key for key in self._below if key not in self._changed)
        yield from (key for key, value in self._changed.items() if value is not None)

    def __len__(self) -> int:
        """How many there are."""
        return sum(1 for _ in self)


class MemoryLedger:
    """The rows of a ledger that holds, its leaves, subtrees and checkpoints."""

    def __init__(self, ledger: Ledger, keyring: Keyring) -> None:
        """Of a ledger in a store."""
        with ledger.transactions.looking() as (cursor, _now):
            stored = StoredRows(cursor)
            signed = signed_of(cursor, keys_of(cursor, ()))
            self.outline = outline_of(cursor, signed.pledges)
            self.end = self.outline.end
            self.rows = {row.position: row for row in stored.events(1, self.end)}
            self.leaves = stored.leaves(1, self.end)
            self.checkpoints = [each.signed for each in KeptCheckpoints(cursor).all()]
            keys = TextKeys(cursor, keyring)
            subjects = {subject_of(row.employee) for row in self.rows.values()}
            self._keys = {subject: keys(subject) for subject in subjects}
            stored_contents = contents_of(stored, StoredEarlier(cursor), keys)
            self._site = stored_contents.site
        self.nodes = dict(self.outline.kept)
        self._streams: dict[str, list[int]] = defaultdict(list)
        for row in self.rows.values():
            self._streams[row.originator_id].append(row.position)
        self._by_content = {row[1:]: row.position for row in self.rows.values()}
        self._dependents: dict[int, set[int]] = defaultdict(set)
        for position in self.rows:
            for other in self._refers(position):
                self._dependents[other].add(position)
        self._blocks = [
            self._verified(number, NOTHING, self.end, self._check(NOTHING)) for number in range(self.blocks)
        ]

    @property
    def blocks(self) -> int:
        """How many blocks there are."""
        return -(-self.end // WIDTH)

    @cached_property
    def at_end(self) -> Pledge:
        """What a checkpoint at the last position signs."""
        return max(self.outline.pledges, key=lambda each: each.size)

    def positions_of(self, stream: str) -> Sequence[int]:
        """The positions of a stream."""
        return self._streams.get(stream, ())

    def dependents(self, position: int) -> set[int]:
        """The positions whose content follows from that of another."""
        return self._dependents.get(position, set())

    def verify(self, mutation: Mutation) -> list[Finding]:
        """What does not hold after a mutation."""
        outline = self._outline(mutation)
        touched = self._touched(mutation, outline.end)
        gathered, parts = Gathered(), parts_needed(outline)
        before: int | None = None
        check = self._check(mutation)
        for number in range(-(-outline.end // WIDTH)):
            whole = number >= len(self._blocks) or number in touched
            block = self._verified(number, mutation, outline.end, check, before) if whole else self._blocks[number]
            before = block.recorded_at if whole else None
            if len(block.hashes) == WIDTH:
                gathered.nodes.append(subtree_hash(block.hashes) if whole else self.nodes[8, number])
            if len(block.hashes) < WIDTH or number in parts:
                gathered.parts[number] = block.hashes
            gathered.add_odd(block.odd)
        return judged(gathered, outline)

    def _verified(self, number: int, mutation: Mutation, end: int, check: Check, before: int | None = None) -> Block:
        rows, first, last = Over(self.rows, mutation.rows), number * WIDTH + 1, min((number + 1) * WIDTH, end)
        there = [row for position in range(first, last + 1) if (row := rows.get(position)) is not None]
        if before is None:
            row = next((row for place in range(first - 1, 0, -1) if (row := rows.get(place)) is not None), None)
            before = row.recorded_at if row is not None and type(row.recorded_at) is int else 0
        leaves = Over(self.leaves, mutation.leaves)
        return verify_block(number, end, there, leaves, before, check)

    def _check(self, mutation: Mutation) -> Check:
        """Checks the content of rows; of those that no mutation touches it is known."""
        contents = Contents(*self._site, _MemoryEarlier(self, mutation), self._keys.get)
        again = {each for position in self._other(mutation) for each in self._dependents.get(position, ())}

        def check(row: Row) -> Odds:
            if mutation is not NOTHING:
                known = self._by_content.get(row[1:])
                if known is not None and known not in again:
                    return HOLDS
            return contents.check(row)

        return check

    def _other(self, mutation: Mutation) -> Iterator[int]:
        """The positions whose row is another now."""
        for position, row in mutation.rows.items():
            was = self.rows.get(position)
            if was is not None and (row is None or row[1:] != was[1:]):
                yield position

    def _touched(self, mutation: Mutation, end: int) -> set[int]:
        places = set()
        for position in self._other(mutation):
            places |= self._dependents.get(position, set())
        for position in (*mutation.rows, *mutation.leaves):
            places |= {position, position + 1}
        blocks = {(place - 1) // WIDTH for place in places if 0 < place <= end}
        return blocks | ({self.blocks - 1} if end != self.end else set())

    def _outline(self, mutation: Mutation) -> StoreOutline:
        events, strays = _extent(self.rows, mutation.rows, self.end)
        leaves, stray_leaves = _extent(self.leaves, mutation.leaves, self.end)
        pledges = self.outline.pledges if mutation.pledges is None else mutation.pledges
        kept = Over(self.nodes, mutation.nodes) if mutation.nodes else self.nodes
        signed = max((each.size for each in pledges), default=0)
        return StoreOutline(Extent(events, leaves, signed), dict(kept), pledges, strays, stray_leaves)

    def _refers(self, position: int) -> set[int]:
        """The positions whose rows the content of one follows from."""
        asked: set[int] = set()
        contents = Contents(*self._site, _MemoryEarlier(self, NOTHING, asked), self._keys.get)
        assert contents.check(self.rows[position]) == HOLDS, self.rows[position]
        site = self._site[1]
        return (asked | ({site} if site else set())) - {position}


class _MemoryEarlier:
    def __init__(self, memory: MemoryLedger, mutation: Mutation, asked: set[int] | None = None) -> None:
        self._memory = memory
        self._mutation = mutation
        self._asked = asked

    @cached_property
    def _added(self) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self._mutation.rows.values():
            if row is not None:
                found[row.originator_id].append(row)
        return found

    def stream(self, stream: str) -> list[Row]:
        changed = self._mutation.rows
        kept = [place for place in self._memory.positions_of(stream) if place not in changed]
        found = [*(self._memory.rows[place] for place in kept), *self._added.get(stream, ())]
        if self._asked is not None:
            self._asked |= {row.position for row in found}
        # As SQLite orders values of several types.
        return sorted(found, key=lambda row: (type(row.originator_version) is not int, row.originator_version))

    def with_ref(self, kind: str, ref: str) -> list[Row]:
        return self._found(lambda row: row.kind == kind and row.ref == ref)

    def numbered(self, kind: str, number: str) -> list[Row]:
        return self._found(lambda row: row.kind == kind and row.ref != "" and has_number(row, kind, number))

    def _found(self, wanted: Callable[[Row], bool]) -> list[Row]:
        rows = Over(self._memory.rows, self._mutation.rows)
        found = [rows[place] for place in sorted(rows) if wanted(rows[place])]
        if self._asked is not None:
            self._asked |= {row.position for row in found}
        return found


def _extent(below: Mapping[int, Any], changed: Mapping[int, Any], end: int) -> tuple[int, list[int]]:
    """The last position, and those that are on none, as a store is asked for them."""
    there = Over(below, changed)
    added = [place for place, value in changed.items() if value is not None]
    count = len(below) + sum((place in there) - (place in below) for place in changed)
    ends = [next((place for place in range(end, 0, -1) if place in there), 0), *added]
    last = max(ends)
    if last > 2 * count + FAR:
        last = max(place for place in ends if place <= 2 * count + FAR)
    return last, sorted(place for place in added if place < 1 or place > last)[:100]
