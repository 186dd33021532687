"""What does not hold in a ledger, in one sentence each, and where."""

from typing import Any, NamedTuple

CHANGED, REMOVED, INSERTED, REORDERED, TRUNCATED = "changed", "removed", "inserted", "reordered", "truncated"
"""What became of an event."""
LEAF, SUBTREE, SIGNED, CHECKPOINT, KEY, FROZEN = "leaf", "subtree", "signed", "checkpoint", "key", "frozen"
"""What else does not hold: a kept leaf or subtree, what a checkpoint signs, a checkpoint, a key, a frozen report."""
TABLES = "tables"
"""Something acts on the tables that the program has not made, or an index is gone."""
DANGLING = "dangling"
"""An event that refers to another, which is not there."""
COMPUTED = "computed"
"""A frozen report that today's code computes otherwise; no tampering."""


class Finding(NamedTuple):
    """Something that does not hold: what kind of thing, from which position to which (0 where it has none), and why."""

    kind: str
    first: int
    last: int
    sentence: str

    def as_json(self) -> dict[str, Any]:
        """The finding as ``verify --json`` prints it."""
        return {"kind": self.kind, "first": self.first, "last": self.last, "sentence": self.sentence}


class Odd(NamedTuple):
    """What is odd at one position, before it is known what it comes from.

    `shift` is where the event belongs: so many positions later. `of` are positions that the reasons depend on: where
    something is wrong with those, nothing is wrong here.
    """

    position: int
    what: str
    shift: int = 0
    reasons: tuple[str, ...] = ()
    of: tuple[int, ...] = ()


MISSING, MOVED, OTHER, LEAFLESS, CONTENT, REFERENCE = "missing", "moved", "other", "leafless", "content", "reference"
"""The event is missing; its leaf is that of a near position; its leaf is found nowhere near; no leaf is kept; its leaf
holds, but not what is beside it; or only what it refers to is missing."""


def positions(
    first: int, last: int, one: str = "the event at position", several: str = "the events at positions"
) -> str:
    """Positions in words."""
    return f"{one} {first}" if first == last else f"{several} {first} to {last}"
