"""Erasing, and accepting a clock, are written by commands of their own, never by a line that comes in."""

from ledger.decisions.judgement import decides
from ledger.decisions.state import Accepted, Known, LedgerState
from ledger.facts.governance import ClockAcceptance, Erasure
from ledger.refusal import Refusal


@decides(Erasure)
def decide_erasure(fact: Erasure, _state: LedgerState, _opener: Known | None) -> Accepted | Refusal:
    """An erasure destroys a key, so it is recorded only where that is done."""
    return Refusal(
        "not_allowed", f"erasure: personal data of {fact.employee!r} is erased by the command only; leave the line out"
    )


@decides(ClockAcceptance)
def decide_clock_acceptance(_fact: ClockAcceptance, _state: LedgerState, _opener: Known | None) -> Accepted | Refusal:
    """A clock is accepted by whoever looks at it, and for the clock that this program reads."""
    return Refusal("not_allowed", "clock_acceptance: a clock is accepted by --accept-clock only; leave the line out")
