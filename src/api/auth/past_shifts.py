"""A roster is made ahead: what is past is changed with a reason, and not by whose shift it is."""

from datetime import date

from api.auth.authorship import FOR_EVERYONE
from api.auth.principals import Principal
from ledger.facts.roster import ShiftFact
from ledger.refusal import Refusal

PAST, OWN = "past_shift", "own_decision"


def refused_past_shift(fact: ShiftFact, principal: Principal, today: date) -> Refusal | None:
    """Why a shift of a date before today may not be recorded by somebody; None where it may, or is not past."""
    if fact.date >= today or principal.holds_store:
        return None
    if fact.employee == principal.employee:
        return Refusal(OWN, "the date is past and the shift is your own; ask somebody else to change it")
    return None if fact.reason else Refusal(PAST, "the date is past; give a reason")


def records_history(principal: Principal) -> bool:
    """Whether somebody records for others what is on paper, and what other systems hold: rosters that are past too."""
    return not set(principal.roles).isdisjoint(FOR_EVERYONE)
