"""S4.1 and S4.2: requests for leave, and the decisions on them (请假)."""

from ledger.decisions.dates_of_leave import rules_on
from ledger.decisions.entitlements import refused_approval
from ledger.decisions.judgement import decides, unopened
from ledger.decisions.leave_types import refused_type
from ledger.decisions.state import ACCEPTED, Accepted, Known, LedgerState
from ledger.facts.leave import Leave, LeaveDecision
from ledger.refusal import Refusal
from ledger.ruleset import RuleSet


@decides(Leave)
def decide_leave(fact: Leave, state: LedgerState, _opener: Known | None) -> Accepted | Refusal:
    """S4.1: the dates fit together, and the type is known; S4.2: leave drawn from the bank has its notice."""
    if fact.last_date < fact.first_date:
        return Refusal(
            "bad_value",
            f"leave: last_date {fact.last_date} is before first_date {fact.first_date}; give the later date last",
        )
    if fact.minutes is not None and fact.last_date != fact.first_date:
        return Refusal(
            "bad_value",
            f"leave: minutes {fact.minutes} over several dates; give minutes for a single date only, or leave them out",
        )
    return refused_type(Leave.kind, fact.type, state) or _noticed(fact, rules_on(fact.first_date, state))


def _noticed(fact: Leave, rules: RuleSet) -> Accepted | Refusal:
    """S4.2: a later request is refused, unless a manager overrides with a reason."""
    leave_type = rules.leave_types.get(fact.type)
    notice = (fact.first_date - fact.requested_on).days
    if leave_type is None or leave_type.hours != "bank" or notice >= rules.lieu_notice_days:
        return ACCEPTED
    if fact.override_by is not None and fact.override_reason:
        return ACCEPTED
    return Refusal(
        "short_notice",
        f"leave: {fact.type} from {fact.first_date} was requested on {fact.requested_on}; request it "
        f"{rules.lieu_notice_days} days before, or give override_by and override_reason (S4.2)",
    )


@decides(LeaveDecision)
def decide_leave_decision(fact: LeaveDecision, state: LedgerState, opener: Known | None) -> Accepted | Refusal:
    """S4.1: cancellation is final; S4.6b: an approval leaves no more minutes without a grant."""
    if opener is None:
        return unopened(fact)
    decisions = (known.fact for known in state.history(opener.stream)[1:])
    if any(isinstance(decision, LeaveDecision) and decision.decision == "cancelled" for decision in decisions):
        return Refusal(
            "not_allowed",
            f"leave_decision: leave {fact.leave!r} is cancelled, which is final; record a new leave instead",
        )
    return refused_approval(fact, opener, state) or Accepted(follows=opener)
