"""Facts that name other facts by their ids: disputes (S12.2)."""

import re

from ledger.decisions.judgement import decides, unopened
from ledger.decisions.state import ACCEPTED, Accepted, Known, LedgerState
from ledger.facts.conduct import Dispute, DisputeDecision
from ledger.refusal import Refusal

_ID = re.compile(r"([0-9a-f]{32})\.([1-9][0-9]{0,9})")


@decides(Dispute)
def decide_dispute(fact: Dispute, state: LedgerState, _opener: Known | None) -> Accepted | Refusal:
    """S12.2 申诉: a fact that is disputed is on the ledger."""
    if fact.about is not None and fact_with_id(fact.about, state) is None:
        return _unknown("dispute: about", fact.about)
    return ACCEPTED


@decides(DisputeDecision)
def decide_dispute_decision(fact: DisputeDecision, state: LedgerState, opener: Known | None) -> Accepted | Refusal:
    """S12.2: the facts that the decision led to are on the ledger."""
    if opener is None:
        return unopened(fact)
    for name in fact.facts or ():
        if fact_with_id(name, state) is None:
            return _unknown("dispute_decision: facts", name)
    return Accepted(follows=opener)


def fact_with_id(name: str, state: LedgerState) -> Known | None:
    """The fact of an id, or None."""
    match = _ID.fullmatch(name)
    if match is None:
        return None
    return next((known for known in state.history(match[1]) if known.version == int(match[2])), None)


def _unknown(field: str, name: str) -> Refusal:
    return Refusal("unknown_fact", f"{field} {name!r} is not a fact on the ledger; give an id as export writes it")
