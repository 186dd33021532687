"""What the blocks of a ledger have shown, put together: all that does not hold."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ledger.store.tree import LOWEST, WIDTH
from ledger.verification.blocks import Block
from ledger.verification.derived_tree import DerivedTree, Nodes, Pledge, check_nodes, check_pledges, holding
from ledger.verification.diagnosis import Extent, sorted_out
from ledger.verification.findings import INSERTED, LEAF, Finding, Odd

MOST_ODD = 20_000
"""Odd positions that are sorted out; where there are more, the rest is counted."""


@dataclass
class Gathered:
    """The hashes of blocks in order, the leaves of those in which a tree ends, and what is odd."""

    nodes: list[bytes] = field(default_factory=list)
    parts: dict[int, list[bytes]] = field(default_factory=dict)
    odd: list[Odd] = field(default_factory=list)
    more: int = 0
    """Odd positions beyond those."""

    def add(self, block: Block, node: bytes | None, parts: Iterable[int]) -> None:
        """Add the next block: its hash where it is complete, and its leaves where a tree ends in it."""
        if node is not None:
            self.nodes.append(node)
        if node is None or block.number in parts:
            self.parts[block.number] = block.hashes
        self.add_odd(block.odd)

    def add_odd(self, odd: Sequence[Odd], more: int = 0) -> None:
        """Add what is odd, as much as is sorted out."""
        room = MOST_ODD - len(self.odd)
        self.odd.extend(odd[:room])
        self.more += more + max(len(odd) - room, 0)


@dataclass(frozen=True)
class StoreOutline:
    """What a ledger keeps beside its events, as it stood when verifying began.

    `strays` and `stray_leaves` are positions of events and leaves that are on no position of a ledger.
    """

    extent: Extent
    kept: Nodes
    pledges: Sequence[Pledge]
    strays: Sequence[int] = ()
    stray_leaves: Sequence[int] = ()

    @property
    def end(self) -> int:
        """The last position that anything is known of."""
        return max(self.extent.events, self.extent.leaves)


def parts_needed(outline: StoreOutline) -> set[int]:
    """The blocks in which the tree of a checkpoint ends."""
    return {each.size // WIDTH for each in outline.pledges if each.size % WIDTH and each.size <= outline.end}


def judged(gathered: Gathered, outline: StoreOutline) -> list[Finding]:
    """All that does not hold of events, leaves, subtrees, and what was signed of them."""
    extent = outline.extent
    tree = DerivedTree(gathered.nodes, gathered.parts, outline.end)
    holds = holding(tree, outline.pledges)

    def intact(position: int) -> bool:
        block = (position - 1) // WIDTH
        if position <= holds:
            return True
        return block < len(gathered.nodes) and outline.kept.get((LOWEST, block)) == gathered.nodes[block]

    found = sorted_out(gathered.odd, extent, intact)
    strays = [
        *(Finding(INSERTED, each, each, f"an event was inserted at position {each}, far from all others")
          for each in outline.strays),
        *(Finding(LEAF, each, each, f"a leaf is kept of position {each}, where no event can be")
          for each in outline.stray_leaves),
    ]  # fmt: skip
    odd = sorted({each.first for each in found})
    blocks = {(each.position - 1) // WIDTH for each in gathered.odd}
    size = outline.end if extent.complete else extent.leaves
    nodes = check_nodes(tree, outline.kept, size, holds, blocks)
    known = [*odd, *(each.first for each in nodes)]
    return [*found, *strays, *nodes, *check_pledges(tree, outline.pledges, extent.events, known)]
