"""What a fact that is sent names of the ledger is held to what its sender may read.

"Not there" and "not yours" are one answer, whatever else the ledger would have said, and nothing is recorded of either.
"""

from collections.abc import Iterator

from api.auth.named_facts import facts_named
from api.auth.visibility import Visibility
from api.problems import Problem
from ledger.facts.base import Fact
from ledger.facts.instructions import Acknowledgement
from ledger.facts.void import Void
from ledger.ledger import Ledger
from ledger.refusal import Refusal

UNKNOWN = "unknown_fact"
"""The code of a reference to no fact, as the ledger's own decision gives it."""


def refuse_unseen(ledger: Ledger, fact: Fact, visible: Visibility) -> None:
    """Raises Problem where a fact names another that is not there, or that its sender may not read."""
    if visible.of_everything:
        return
    for field, name in references_of(fact):
        found = facts_named(ledger, fact, field, name)
        if not found or not all(visible.sees(each) for each in found):
            raise unknown(f"{fact.kind}: {fact.names[field]} {name[:200]!r} names no {_what(fact)} within your reach")


def references_of(fact: Fact) -> Iterator[tuple[str, str]]:
    """The fields (attribute names) in which a fact names others, and what each says."""
    for field in fact.references:
        value = getattr(fact, field)
        for name in (value,) if isinstance(value, str) else value or ():
            yield field, name


def unknown(sentence: str) -> Problem:
    """The one answer to a reference that is not there, or not within reach."""
    return Problem.of("refused", Refusal(UNKNOWN, f"{sentence}; give an id as it was answered or exported"))


def _what(fact: Fact) -> str:
    return fact.of_kind if isinstance(fact, Void | Acknowledgement) else "fact"
