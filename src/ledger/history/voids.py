"""S3.3 作废: what the voids of a history name."""

from collections.abc import Iterable, Iterator, Mapping

from ledger.facts.streams import ref_stream
from ledger.facts.void import Void
from ledger.history.reader import HistoryReader, ReadFact


def voids_among(facts: Iterable[ReadFact]) -> Iterator[tuple[ReadFact, Void]]:
    """The voids among facts."""
    for read in facts:
        if isinstance(read.fact, Void):
            yield read, read.fact


def void_targets(voids: Iterable[ReadFact], facts: Iterable[ReadFact], reader: HistoryReader) -> dict[int, int]:
    """The position of each void, and that of the fact it voids; a void of what is not among the facts is left out.

    A void names a fact by its `ref`, else its id, else its own number, and speaks of what was recorded before it. A
    `ref` may be that of a fact elsewhere on the ledger, so it is looked for there.
    """
    found = list(voids_among(voids))
    begun = reader.begun(ref_stream(void.of_kind, void.of) for _, void in found)
    named = _by_name(facts)
    targets: dict[int, int] = {}
    for read, void in found:
        by_ref = begun.get(ref_stream(void.of_kind, void.of), read.position)
        if by_ref < read.position:
            places = named.get((void.of_kind, "position", str(by_ref)), [])
        else:
            by_id = named.get((void.of_kind, "id", void.of), [])
            places = by_id or named.get((void.of_kind, "number", void.of), [])
        earlier = [position for position in places if position < read.position]
        if earlier:
            targets[read.position] = earlier[0]
    return targets


def _by_name(facts: Iterable[ReadFact]) -> Mapping[tuple[str, str, str], list[int]]:
    """The positions of facts by their kind and each of their names."""
    named: dict[tuple[str, str, str], list[int]] = {}
    for read in facts:
        names = {"position": str(read.position), "id": read.id}
        # A punch has no number of its own: its key is of several fields.
        if len(read.fact.key_fields) == 1:
            names["number"] = str(read.fact.key[0])
        for name, value in names.items():
            named.setdefault((read.fact.kind, name, value), []).append(read.position)
    return named
