"""What is written by a command of its own, never by a line that comes in: closing and erasure."""

from ledger.decisions.judging import decides
from ledger.decisions.state import Accepted, Known, LedgerState
from ledger.facts.governance import Close, Erasure
from ledger.refusal import Refusal


@decides(Close)
def decide_close(fact: Close, state: LedgerState, _opener: Known | None) -> Accepted | Refusal:
    """S11.2 关账: not before the first period, and only by the command."""
    assert state.site is not None
    if fact.period < state.site.first_period:
        return Refusal(
            "not_allowed",
            f"close: period {fact.period} is before the first period {state.site.first_period}; "
            "nothing before it is computed or closed",
        )
    return Refusal("not_allowed", "close: a period is closed by the command, which this version does not have")


@decides(Erasure)
def decide_erasure(fact: Erasure, _state: LedgerState, _opener: Known | None) -> Accepted | Refusal:
    """An erasure destroys a key, so it is recorded only where that is done."""
    return Refusal(
        "not_allowed", f"erasure: personal data of {fact.employee!r} is erased by the command only; leave the line out"
    )
