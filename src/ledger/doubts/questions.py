"""Which questions are asked of the facts of one kind only: marked where each is written."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from ledger.doubts.circumstances import Circumstances, Statement
from ledger.doubts.doubt import Doubt
from ledger.facts.base import Fact

Question = Callable[[Statement, Circumstances], Iterator[Doubt]]

_ASKED: dict[str, list[Question]] = defaultdict(list)


def asks(model: type[Fact]) -> Callable[[Question], Question]:
    """Marks a question that is asked of facts of a kind."""

    def mark(question: Question) -> Question:
        _ASKED[model.kind].append(question)
        return question

    return mark


def asked_of(model: type[Fact]) -> Sequence[Question]:
    """The questions that are asked of facts of a kind, in the order in which they are written."""
    return _ASKED[model.kind]
