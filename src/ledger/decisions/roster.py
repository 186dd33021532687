"""S3.2: a shift type that no rule set on the ledger knows is refused."""

from ledger.decisions.judgement import decides
from ledger.decisions.state import ACCEPTED, Accepted, Known, LedgerState
from ledger.facts.roster import ShiftFact
from ledger.refusal import Refusal
from ledger.ruleset import MANUAL


def _of_the_manual(fact: ShiftFact) -> bool:
    return fact.shift is None or fact.shift in MANUAL.shifts


@decides(ShiftFact, evident=_of_the_manual)
def decide_shift(fact: ShiftFact, state: LedgerState, _opener: Known | None) -> Accepted | Refusal:
    """S3.2 排班: the type is one of the manual's, or of a rule set recorded so far."""
    if _of_the_manual(fact):
        return ACCEPTED
    known = {name for rules in state.rule_sets for name in rules.rules.shifts}
    if fact.shift in known:
        return ACCEPTED
    return Refusal(
        "unknown_shift",
        f"shift: no rule set on the ledger has a shift type {fact.shift!r}; "
        f"give one of {', '.join(sorted(known | set(MANUAL.shifts)))}, or record the rule set first",
    )
