"""Facts that name other facts: voids and disputes (S3.3, S12.2)."""

import re

from ledger.decisions.judgement import decides, unopened
from ledger.decisions.state import ACCEPTED, Accepted, Known, LedgerState
from ledger.facts.base import KINDS
from ledger.facts.conduct import Dispute, DisputeDecision
from ledger.facts.streams import ref_stream
from ledger.facts.void import Void
from ledger.refusal import Refusal

_ID = re.compile(r"([0-9a-f]{32})\.([1-9][0-9]{0,9})")


@decides(Void)
def decide_void(fact: Void, state: LedgerState, _opener: Known | None) -> Accepted | Refusal:
    """S3.3 作废: the fact that is named by its `ref`, else its `id`, else its own number."""
    targets = voided(fact, state)
    if len(targets) == 1:
        return Accepted(follows=targets[0])
    if targets:
        return Refusal(
            "ambiguous",
            f"void: {len(targets)} facts of kind {fact.of_kind} have the number {fact.of!r}; name one by its ref or id",
        )
    return Refusal(
        "unknown_fact",
        f"void: there is no {fact.of_kind} {fact.of!r} on the ledger; give its ref, its id or its own number",
    )


def voided(fact: Void, state: LedgerState) -> list[Known]:
    """The facts that a void may mean; exactly one where it is right."""
    by_ref = state.history(ref_stream(fact.of_kind, fact.of))
    if by_ref:
        return [by_ref[0]]
    by_id = fact_with_id(fact.of, state)
    if by_id is not None and by_id.kind == fact.of_kind:
        return [by_id]
    # A punch, and a seat login, have no number of their own: their key is of several fields.
    return list(state.numbered(fact.of_kind, fact.of)) if KINDS[fact.of_kind].own_number else []


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
