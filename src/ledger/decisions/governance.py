"""Erasure is written by a command of its own, never by a line that comes in."""

from ledger.decisions.judging import decides
from ledger.decisions.state import Accepted, Known, LedgerState
from ledger.facts.governance import Erasure
from ledger.refusal import Refusal


@decides(Erasure)
def decide_erasure(fact: Erasure, _state: LedgerState, _opener: Known | None) -> Accepted | Refusal:
    """An erasure destroys a key, so it is recorded only where that is done."""
    return Refusal(
        "not_allowed", f"erasure: personal data of {fact.employee!r} is erased by the command only; leave the line out"
    )
