"""S4.4: a leave type that no rule set on the ledger knows is refused (假别)."""

from ledger.decisions.state import LedgerState
from ledger.refusal import Refusal
from ledger.ruleset import MANUAL


def refused_type(kind: str, leave_type: str, state: LedgerState) -> Refusal | None:
    """The refusal of a fact of a kind by its leave type; None of one of the manual's, or of a rule set so far."""
    if leave_type in MANUAL.leave_types:
        return None
    known = set(MANUAL.leave_types).union(*(rules.rules.leave_types for rules in state.rule_sets))
    if leave_type in known:
        return None
    return Refusal(
        "unknown_leave_type",
        f"{kind}: no rule set on the ledger has a leave type {leave_type!r}; give one of {', '.join(sorted(known))}, "
        "or record the rule set first",
    )
