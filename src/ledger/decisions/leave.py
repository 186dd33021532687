"""S4.1 and S4.2: requests for leave, and the decisions on them (请假)."""

from ledger.calendar import period_of
from ledger.decisions.judgement import decides, unopened
from ledger.decisions.state import ACCEPTED, Accepted, Known, LedgerState
from ledger.facts.leave import Leave, LeaveDecision
from ledger.refusal import Refusal
from ledger.ruleset import MANUAL, RuleSet, rule_set_of


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
    known = set(MANUAL.leave_types).union(*(rules.rules.leave_types for rules in state.rule_sets))
    if fact.type not in known:
        return Refusal(
            "unknown_leave_type",
            f"leave: no rule set on the ledger has a leave type {fact.type!r}; give one of {', '.join(sorted(known))}, "
            "or record the rule set first",
        )
    return _noticed(fact, _rules_in_force(fact, state))


def _rules_in_force(fact: Leave, state: LedgerState) -> RuleSet:
    """The rule set of the period of the first date, of those recorded so far (S11.1)."""
    assert state.site is not None
    recorded = rule_set_of(period_of(fact.first_date, state.site.period_start_day), state.rule_sets)
    return MANUAL if recorded is None else recorded.rules


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
    """S4.1: cancellation is final."""
    if opener is None:
        return unopened(fact)
    decisions = (known.fact for known in state.history(opener.stream)[1:])
    if any(isinstance(decision, LeaveDecision) and decision.decision == "cancelled" for decision in decisions):
        return Refusal(
            "not_allowed",
            f"leave_decision: leave {fact.leave!r} is cancelled, which is final; record a new leave instead",
        )
    return Accepted(follows=opener)
