"""S14.2: what an approval of hours over a cycle may say (综合计算工时批准)."""

from ledger.decisions.judgement import decides
from ledger.decisions.state import ACCEPTED, Accepted, Known, LedgerState
from ledger.facts.compliance import HoursApproval
from ledger.refusal import Refusal


def _is_right(fact: HoursApproval) -> bool:
    return len(set(fact.roles)) == len(fact.roles) and (fact.until is None or fact.until >= fact.from_)


@decides(HoursApproval, evident=_is_right)
def decide_hours_approval(fact: HoursApproval, _state: LedgerState, _opener: Known | None) -> Accepted | Refusal:
    """S14.2 综合计算工时批准: each role once, and the last period not before the first."""
    if _is_right(fact):
        return ACCEPTED
    if fact.until is not None and fact.until < fact.from_:
        return Refusal(
            "bad_value",
            f"hours_approval: until {fact.until} is before from {fact.from_}; give the last period, or leave it out",
        )
    double = next(role for role in fact.roles if fact.roles.count(role) > 1)
    return Refusal("bad_value", f"hours_approval: roles has {double} twice; name each role once")
