"""From what is odd at single positions to what became of the events: changed, removed, inserted, reordered."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from ledger.verification.findings import (
    CHANGED,
    CONTENT,
    DANGLING,
    INSERTED,
    LEAF,
    LEAFLESS,
    MISSING,
    MOVED,
    OTHER,
    REFERENCE,
    REMOVED,
    REORDERED,
    TRUNCATED,
    Finding,
    Odd,
    positions,
)


class Segment(NamedTuple):
    """Neighbouring positions that are odd in the same way."""

    what: str
    shift: int
    odd: list[Odd]

    @property
    def first(self) -> int:
        """Its first position."""
        return self.odd[0].position

    @property
    def last(self) -> int:
        """Its last position."""
        return self.odd[-1].position


class Extent(NamedTuple):
    """How far a ledger goes: its last event, its last leaf, and the last position that is signed; 0 where none is."""

    events: int
    leaves: int
    signed: int

    @property
    def complete(self) -> bool:
        """Whether every event must have a leaf: before a checkpoint is signed, what lacks one gets it."""
        return self.signed > 0


def sorted_out(odd: Sequence[Odd], extent: Extent, intact: Callable[[int], bool]) -> list[Finding]:
    """What became of the events. `intact` says of a position whether its event is what was recorded, by the tree."""
    found: list[Finding] = []
    events = []
    beside = []
    for each in odd:
        if each.what in {CONTENT, REFERENCE}:
            beside.append(each)
        elif each.what == MISSING:
            # Where an event was inserted far behind, nothing was ever between.
            if not extent.complete or each.position <= max(extent.leaves, extent.signed):
                events.append(each)
        elif each.what == LEAFLESS and each.position > extent.leaves and not extent.complete:
            # The ledger is older than its tree, and not all leaves were made yet.
            if each.reasons:
                beside.append(each)
        elif intact(each.position):
            found.append(_leaf(each))
            if each.reasons:
                beside.append(each)
        else:
            events.append(each)
    for group in _groups(events):
        found.extend(_tiled(group) or _walked(group, extent))
    broken = {each.position for each in (*events, *beside)}
    found.extend(_beside(each) for each in beside if broken.isdisjoint(each.of))
    return sorted(found, key=lambda each: (each.first, each.kind))


def _groups(odd: Iterable[Odd]) -> Iterator[list[Segment]]:
    """Segments that touch one another."""
    group: list[Segment] = []
    for each in odd:
        if group and each.position != group[-1].last + 1:
            yield group
            group = []
        if group and (group[-1].what, group[-1].shift) == (each.what, each.shift):
            group[-1].odd.append(each)
        else:
            group.append(Segment(each.what, each.shift, [each]))
    if group:
        yield group


def _tiled(group: list[Segment]) -> list[Finding]:
    """Events that have only changed places among themselves."""
    if any(each.what != MOVED for each in group):
        return []
    places = sorted((each.first + each.shift, each.last + each.shift) for each in group)
    following = group[0].first
    for first, last in places:
        if first != following:
            return []
        following = last + 1
    first, last = group[0].first, group[-1].last
    if following != last + 1:
        return []
    swapped = " have changed places with one another" if last == first + 1 else " are in another order than recorded"
    return [Finding(REORDERED, first, last, positions(first, last) + swapped)]


def _walked(group: list[Segment], extent: Extent) -> Iterator[Finding]:
    """What was removed and inserted, by how far what follows has moved."""
    shift = 0
    for index, each in enumerate(group):
        following = _shift_after(group, index, shift, extent)
        size = len(each.odd)
        if each.what == MOVED:
            if each.shift > shift:
                yield _removed(each.first + shift, each.first + each.shift - 1)
            elif each.shift < shift and not (index and group[index - 1].what != MOVED):
                yield _out_of_place(each)
            shift = each.shift
        elif each.what == MISSING:
            # Where what is left has moved forward, the last positions are free.
            if not (each.last == max(extent.leaves, extent.events) and size == shift):
                yield _removed(each.first + shift, each.last + shift, truncated=each.first > extent.events)
        elif following < shift or (each.what == LEAFLESS and each.first > extent.leaves):
            yield _inserted(each)
        elif each.what == LEAFLESS:
            yield from (_leaf(one) for one in each.odd)
        else:
            yield from (_changed(one) for one in each.odd)


def _shift_after(group: list[Segment], index: int, shift: int, extent: Extent) -> int:
    # What was inserted across the last leaf is partly another event than its leaf's, and partly without one.
    after = next((each for each in group[index + 1 :] if each.what not in {OTHER, LEAFLESS}), None)
    if after is not None:
        return after.shift if after.what == MOVED else shift
    return 0 if group[-1].last < extent.events else shift


def _removed(first: int, last: int, *, truncated: bool = False) -> Finding:
    is_one, what = first == last, positions(first, last, "the event that was recorded at position", "the events that "
        "were recorded at positions")  # fmt: skip
    if truncated:
        return Finding(TRUNCATED, first, last, f"the ledger was cut off: {what} {'is' if is_one else 'are'} missing")
    return Finding(REMOVED, first, last, f"{what} {'was' if is_one else 'were'} removed")


def _inserted(each: Segment) -> Finding:
    was = "was" if each.first == each.last else "were"
    return Finding(INSERTED, each.first, each.last, f"{positions(each.first, each.last)} {was} inserted")


def _out_of_place(each: Segment) -> Finding:
    first = each.first + each.shift
    where = positions(first, each.last + each.shift, "recorded at position", "recorded at positions")
    is_ = "is" if each.first == each.last else "are"
    return Finding(REORDERED, each.first, each.last, f"{positions(each.first, each.last)} {is_} out of place: {where}")


def _changed(each: Odd) -> Finding:
    why = "; ".join(("it is not what its leaf was made of", *each.reasons))
    return Finding(CHANGED, each.position, each.position, f"the event at position {each.position} was changed: {why}")


def _beside(each: Odd) -> Finding:
    kind, became = (DANGLING, "lacks another") if each.what == REFERENCE else (CHANGED, "was changed")
    why = "; ".join(each.reasons)
    return Finding(kind, each.position, each.position, f"the event at position {each.position} {became}: {why}")


def _leaf(each: Odd) -> Finding:
    became = "is missing" if each.what == LEAFLESS else "was changed"
    return Finding(
        LEAF, each.position, each.position, f"the leaf of position {each.position} {became}; the event itself holds"
    )
