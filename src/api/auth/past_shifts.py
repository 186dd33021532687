"""A roster is made ahead: what is past is changed with a reason, and not by whose shift it is."""

from api.auth.authorship import FOR_EVERYONE
from api.auth.principals import Principal
from api.problems import Problem
from ledger.facts.roster import ShiftFact
from ledger.refusal import Refusal

PAST, OWN = "past_shift", "own_decision"


def refused_past_shift(fact: ShiftFact, principal: Principal, today: str) -> Refusal | None:
    """Why a shift of a date before `today` may not be recorded by somebody; None where it may, or is not past.

    `today` is ``YYYY-MM-DD``, and empty where there is no site yet, and so no past.
    """
    if fact.date.isoformat() >= today or principal.holds_store:
        return None
    if fact.employee == principal.employee:
        return Refusal(OWN, "the date is past and the shift is your own; ask somebody else to change it")
    return None if fact.reason else Refusal(PAST, "the date is past; give a reason")


def refuse_past_shift(fact: ShiftFact, principal: Principal, today: str) -> None:
    """Raises Problem where somebody sends a shift of a past date who may not.

    Whoever records for everyone brings in what is on paper, and what other systems hold: rosters that are past too.
    """
    if set(principal.roles).isdisjoint(FOR_EVERYONE):
        refusal = refused_past_shift(fact, principal, today)
        if refusal is not None:
            raise Problem.of("refused", refusal)
