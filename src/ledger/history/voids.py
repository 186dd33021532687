"""S11.5 作废: what the voids of a history name."""

from collections.abc import Iterable

from ledger.facts.void import Void
from ledger.history.reader import HistoryReader, ReadFact
from ledger.store.void_targets import Naming


def void_targets(voids: Iterable[ReadFact], reader: HistoryReader) -> dict[int, int]:
    """The position of each void among facts, and that of the fact it voids; one of what is not there is left out."""
    named = [Naming(read.position, read.fact.of_kind, read.fact.of) for read in voids if isinstance(read.fact, Void)]
    return {each.position: each.target for each in reader.targets_of(named)}
