"""What a delegation may say: somebody else, and a month at the most."""

from ledger.decisions.judgement import decides
from ledger.decisions.state import ACCEPTED, Accepted, Known, LedgerState
from ledger.facts.delegations import Delegation
from ledger.refusal import Refusal

MOST_DAYS = 31


def _refusal(fact: Delegation) -> Refusal | None:
    if fact.employee == fact.to:
        return Refusal("not_allowed", f"delegation: to {fact.to!r} is the giver; give another employee")
    if fact.until is None:
        return None
    if fact.until < fact.from_:
        return Refusal(
            "bad_value",
            f"delegation: until {fact.until} is before from {fact.from_}; give the last day, or null to withdraw it",
        )
    days = (fact.until - fact.from_).days + 1
    if days > MOST_DAYS:
        return Refusal(
            "bad_value", f"delegation: from {fact.from_} until {fact.until} are {days} days; give {MOST_DAYS} at most"
        )
    return None


@decides(Delegation, evident=lambda fact: _refusal(fact) is None)
def decide_delegation(fact: Delegation, _state: LedgerState, _opener: Known | None) -> Accepted | Refusal:
    """授权代理: to somebody else, from a day until another that is not before it, 31 days at the most."""
    return _refusal(fact) or ACCEPTED
