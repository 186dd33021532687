"""The tree derived again, held against the subtrees that are kept and the checkpoints that were signed."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from ledger.proof import merkle
from ledger.store.tree import LOWEST, WIDTH
from ledger.verification.findings import SIGNED, SUBTREE, TRUNCATED, Finding, positions

Nodes = Mapping[tuple[int, int], bytes]
"""Hashes by level and number."""


class DerivedTree:
    """The tree over leaves that were derived again, of its blocks; reads as `merkle.Reader` does."""

    def __init__(self, nodes: Sequence[bytes], parts: Mapping[int, Sequence[bytes]], size: int) -> None:
        """Of the hashes of all complete blocks, and the leaves of some blocks: those in which a tree may end."""
        self.size = size
        self._levels: list[Sequence[bytes]] = [nodes]
        while len(self._levels[-1]) > 1:
            below = self._levels[-1]
            pairs = zip(below[::2], below[1::2], strict=False)
            self._levels.append([merkle.node_hash(left, right) for left, right in pairs])
        self._parts = parts

    def __call__(self, level: int, number: int) -> bytes:
        """The hash of a complete subtree."""
        if level >= LOWEST:
            return self._levels[level - LOWEST][number]
        leaves = self._parts[(number << level) >> LOWEST]
        first = (number << level) % WIDTH
        return merkle.subtree_hash(leaves[first : first + (1 << level)])

    def root(self, size: int) -> bytes:
        """The root of the first leaves."""
        return merkle.root(self, size)


class Pledge(NamedTuple):
    """What a checkpoint says of the ledger, and which one it is, in words."""

    size: int
    root: bytes
    name: str


def holding(tree: DerivedTree, pledges: Iterable[Pledge]) -> int:
    """The largest of the checkpoints that hold; 0 where none does."""
    return max((each.size for each in pledges if _holds(tree, each)), default=0)


def check_pledges(tree: DerivedTree, pledges: Sequence[Pledge], events: int, odd: Sequence[int]) -> list[Finding]:
    """The checkpoints that do not hold, of a ledger with so many events; `odd` are the positions known to be odd."""
    sizes = [each.size for each in pledges if _holds(tree, each)]
    found = []
    for each in pledges:
        if each.size > events:
            found.append(
                Finding(
                    TRUNCATED,
                    events + 1,
                    each.size,
                    f"{each.name} is of {each.size} events, and there are {events}: the last ones were cut off, or "
                    "others removed with their leaves",
                )
            )
            continue
        if _holds(tree, each):
            continue
        first = max((size for size in sizes if size < each.size), default=0) + 1
        where = positions(first, each.size)
        known = any(first <= position <= each.size for position in odd)
        if known:
            why = f"{each.name} does not hold of the ledger as it stands, by what is named for {where}"
        else:
            why = (
                f"{where} {'is' if first == each.size else 'are'} not what {each.name} signs: something was changed, "
                "inserted or removed there, and the leaves with it"
            )
        found.append(Finding(SIGNED, first, each.size, why))
    return found


def check_nodes(tree: DerivedTree, kept: Nodes, size: int, holds: int, odd: set[int]) -> list[Finding]:
    """The kept subtrees that are not those of the first `size` events.

    Up to `holds` the events are what was signed. `odd` are the blocks in which something odd is known already; what is
    kept above them is judged no more.
    """
    expected = {(level, number) for level in range(LOWEST, size.bit_length()) for number in range(size >> level)}
    found = []
    wrong = set(odd)
    for level, number in sorted(expected | kept.keys()):
        first, last = (number << level) + 1, (number + 1) << level
        if (level, number) not in expected:
            found.append(
                Finding(SUBTREE, first, last, f"a subtree is kept over {first} to {last}, where there is none")
            )
            continue
        node = kept.get((level, number))
        if node == tree(level, number):
            continue
        if last > holds and not wrong.isdisjoint(range((first - 1) // WIDTH, last // WIDTH)):
            continue
        found.append(_node(first, last, intact=last <= holds, there=node is not None))
        if last > holds:
            wrong |= set(range((first - 1) // WIDTH, last // WIDTH))
    return found


def _node(first: int, last: int, *, intact: bool, there: bool) -> Finding:
    what = f"the kept subtree over positions {first} to {last}"
    if not there:
        return Finding(SUBTREE, first, last, f"{what} is missing")
    if intact:
        return Finding(SUBTREE, first, last, f"{what} was changed; the events themselves hold")
    return Finding(
        SUBTREE, first, last, f"{what} is not that of the events: it was changed, or one of them was with its leaf"
    )


def _holds(tree: DerivedTree, pledge: Pledge) -> bool:
    return pledge.size <= tree.size and tree.root(pledge.size) == pledge.root
