"""About oneself one acts as an employee only, and some outcomes are not for whoever brought the matter in.

What employees may record of themselves, which outcomes a role may state, and which are not for the recorder of what is
decided on, the models of the facts say.
"""

from collections.abc import Collection, Iterable

from api.auth.authorship import names_of
from api.auth.delegations import NOT_CARRIED
from api.auth.named_facts import opened_of, owner_of, people_of
from api.auth.principals import Principal
from api.problems import Problem, not_permitted
from ledger.facts.base import KINDS, Fact
from ledger.facts.service import RefundUpdate
from ledger.facts.training import Training
from ledger.facts.void import Void
from ledger.ledger import Ledger, RecordedFact
from ledger.refusal import Refusal
from ledger.roles import Role

OWN_DECISION = "own_decision"
"""The code of what somebody would decide in a matter of their own."""
_COUNTING = (Role.MANAGER, Role.HR)
"""The roles that record trainings whose minutes count as worked."""
_DECIDED = ("approved", "paid", "rejected")
"""How a refund stands that whoever registered it corrects no more."""


class OwnMatters:
    """Whose matter a fact is, and what that leaves to whoever sends it."""

    def __init__(self, ledger: Ledger) -> None:
        """Of a ledger."""
        self._ledger = ledger

    def refuse(self, fact: Fact, principal: Principal, today: str, giver: str = "") -> None:
        """Raises Problem where the sender would decide in a matter of their own, or states what the role does not.

        `giver` is for whom the sender acts by a delegation: that one's matters are as little the sender's to decide.
        """
        if giver:
            self._refuse_for(fact, giver)
        if principal.holds_store or Role.DEVICE in principal.roles:
            return
        if isinstance(fact, Void):
            self._refuse_void(fact, principal)
            return
        opened = opened_of(self._ledger, fact)
        if fact.follows is not None and not opened:
            return
        if principal.employee is not None and principal.employee in self._whose(fact, opened):
            _refuse_of_oneself(fact, principal, opened)
            _refuse_begun(fact, opened, today)
        else:
            _refuse_of_others(fact, principal, opened)
        _refuse_of_recorder(fact, principal, opened)
        if isinstance(fact, Training) and fact.counts and set(principal.roles).isdisjoint(_COUNTING):
            raise not_permitted("training: counts is for managers and HR (S3.8a); give false, or ask a manager")

    def _refuse_for(self, fact: Fact, giver: str) -> None:
        opened, outcome = opened_of(self._ledger, fact), outcome_of(fact)
        if outcome in NOT_CARRIED.get(fact.kind, ()):
            raise not_permitted(f"{fact.kind}: {outcome} is not delegated; ask a manager")
        if giver in self._whose(fact, opened):
            raise _own_decision(f"{fact.kind}: it is about {giver}, for whom you act")
        if opened and outcome in fact.not_for_recorder and opened[0].fact.recorded_by == giver:
            raise _own_decision(f"{fact.kind}: {giver}, for whom you act, recorded the {fact.follows}")

    def _whose(self, fact: Fact, opened: list[RecordedFact]) -> Collection[str]:
        """The numbers of those whose matter a fact is."""
        if not opened:
            return people_of(fact)
        opener = opened[0].fact
        if opener.of_people is not None:
            return people_of(fact)
        return [owner_of(opened)] if opener.recorder_reads else people_of(opener)

    def _refuse_void(self, fact: Void, principal: Principal) -> None:
        model = KINDS[fact.of_kind]
        if Role.EMPLOYEE in model.recorders or model.of_oneself:
            return
        if any(principal.employee in people_of(each.fact) for each in self._ledger.facts.voided(fact)):
            raise _own_decision(f"void: the {fact.of_kind} is about yourself")


def outcome_of(fact: Fact) -> str | None:
    """What a fact makes of what it follows; None of one that says nothing of it."""
    return None if fact.outcome is None else str(getattr(fact, fact.outcome))


def _refuse_of_oneself(fact: Fact, principal: Principal, opened: list[RecordedFact]) -> None:
    outcome = outcome_of(fact)
    if fact.of_oneself:
        return
    if Role.EMPLOYEE not in fact.recorders:
        raise _own_decision(f"{fact.kind}: it is about yourself")
    left = fact.statuses.get(Role.EMPLOYEE)
    if outcome is not None and left is not None and outcome not in left:
        raise _own_decision(f"{fact.kind}: it is about yourself, and to you is left: {', '.join(left)}")
    if opened and opened[0].fact.recorder_reads and not _acted(opened[0].fact, principal):
        raise _own_decision(f"{fact.kind}: it is about yourself, and was brought in by somebody else")
    if isinstance(fact, RefundUpdate) and any(outcome_of(each.fact) in _DECIDED for each in opened[1:]):
        raise _own_decision("refund_update: the refund is decided")


def _refuse_begun(fact: Fact, opened: list[RecordedFact], today: str) -> None:
    first_and_last, outcome = opened[0].fact.first_and_last if opened else None, outcome_of(fact)
    if first_and_last is None or outcome not in fact.ahead_of_oneself:
        return
    begins = getattr(opened[0].fact, first_and_last[0]).isoformat()
    if begins <= today:
        raise not_permitted(
            f"{fact.kind}: the {fact.follows} has begun on {begins}, and is {outcome} by the team leader or a manager "
            "from then on; ask them"
        )


def _refuse_of_others(fact: Fact, principal: Principal, opened: list[RecordedFact]) -> None:
    outcome = outcome_of(fact)
    if outcome is None or not opened:
        return
    roles = [role for role in principal.roles if role in fact.recorders]
    # An employee who acts on what is somebody else's has brought it in.
    roles = [role for role in roles if role is not Role.EMPLOYEE] or roles
    stating = [role for role in roles if outcome in fact.statuses.get(role, (outcome,))]
    if fact.of_opener and set(stating) <= set(fact.of_opener) and not _acted(opened[0].fact, principal):
        raise not_permitted(f"{fact.kind}: the {fact.follows} was made by somebody else; ask them, or a manager")


def _refuse_of_recorder(fact: Fact, principal: Principal, opened: list[RecordedFact]) -> None:
    if opened and outcome_of(fact) in fact.not_for_recorder and opened[0].fact.recorded_by in names_of(principal):
        raise _own_decision(f"{fact.kind}: you recorded the {fact.follows}")


def _acted(opener: Fact, principal: Principal) -> bool:
    stated: Iterable[str | None] = (opener.recorded_by, *(getattr(opener, name) for name in opener.actors))
    return not names_of(principal).isdisjoint(stated)


def _own_decision(sentence: str) -> Problem:
    return Problem.of("refused", Refusal(OWN_DECISION, f"{sentence}; ask somebody else to record it"))
