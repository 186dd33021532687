"""Facts that name other facts by their ids: disputes (S12.2), and what is like them."""

import re
from collections.abc import Iterable

from ledger.decisions.judgement import decides, unopened
from ledger.decisions.state import ACCEPTED, Accepted, Known, LedgerState
from ledger.facts.base import Fact
from ledger.facts.conduct import Dispute, DisputeDecision
from ledger.refusal import Refusal

_ID = re.compile(r"([0-9a-f]{32})\.([1-9][0-9]{0,9})")


@decides(Dispute)
def decide_dispute(fact: Dispute, state: LedgerState, _opener: Known | None) -> Accepted | Refusal:
    """S12.2 申诉: a fact that is disputed is on the ledger."""
    return unknown_fact(fact, "about", () if fact.about is None else (fact.about,), state) or ACCEPTED


@decides(DisputeDecision)
def decide_dispute_decision(fact: DisputeDecision, state: LedgerState, opener: Known | None) -> Accepted | Refusal:
    """S12.2: the facts that the decision led to are on the ledger."""
    if opener is None:
        return unopened(fact)
    return unknown_fact(fact, "facts", fact.facts or (), state) or Accepted(follows=opener)


def fact_with_id(name: str, state: LedgerState) -> Known | None:
    """The fact of an id, or None."""
    match = _ID.fullmatch(name)
    if match is None:
        return None
    return next((known for known in state.history(match[1]) if known.version == int(match[2])), None)


def unknown_fact(fact: Fact, field: str, names: Iterable[str], state: LedgerState) -> Refusal | None:
    """The refusal of a fact that names, in a field, an id that no fact on the ledger has; None where all are there."""
    unknown = next((name for name in names if fact_with_id(name, state) is None), None)
    if unknown is None:
        return None
    right = "give an id as export writes it"
    return Refusal("unknown_fact", f"{fact.kind}: {field} {unknown!r} is not a fact on the ledger; {right}")
