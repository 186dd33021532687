"""Whether a fact that is sent is within one's reach: one's own, or one's team's (the table of permissions says which).

What is about somebody out of reach is refused without a word on whether it is there.
"""

from collections.abc import Callable, Mapping
from typing import Any

from api.auth.permissions import Role
from api.auth.principals import Extent, Principal, extent_of
from api.auth.teams import Teams
from api.problems import Problem
from ledger.facts.base import KINDS, Fact
from ledger.facts.conduct import Briefing, Dispute, DisputeDecision, Handover
from ledger.facts.governance import Void
from ledger.facts.leave import Leave, LeaveDecision
from ledger.facts.roster import Swap, SwapDecision
from ledger.facts.streams import key_stream
from ledger.ledger import Ledger

REACH = "reach"
"""The code of what the role permits, but not about this somebody."""
_OVERRIDES = (Role.MANAGER, Role.HR)
"""S4.2: whose override of the notice of lieu leave counts."""


class ReachCheck:
    """Holds facts that are sent to the reach of who sends them."""

    def __init__(self, ledger: Ledger, teams: Teams) -> None:
        """Of a ledger and its teams."""
        self._ledger = ledger
        self._teams = teams

    @staticmethod
    def is_needed(fact: Fact, extent: Extent) -> bool:
        """Whether there is anything to look at; it may take a look into the store."""
        return not extent.everyone or isinstance(fact, Void | Leave)

    def refuse_beyond(self, fact: Fact, principal: Principal, extent: Extent) -> None:
        """Raises Problem where the fact is beyond the reach of who sends it."""
        if isinstance(fact, Leave) and fact.override_by is not None and not set(principal.roles) & set(_OVERRIDES):
            raise not_permitted("override_by is for managers and HR (S4.2); leave it out")
        if isinstance(fact, Void):
            self._refuse_void(fact, principal)
        if extent.everyone:
            return
        check = _CHECKS.get(type(fact), ReachCheck._refuse_plain)
        check(self, fact, extent)

    def covers(self, extent: Extent, employee: str) -> bool:
        """Whether an extent takes in an employee, by number or by today's team."""
        if extent.everyone or employee in extent.employees:
            return True
        return bool(extent.teams) and extent.covers(employee, self._teams.team_of(employee))

    def teams_today(self) -> Mapping[str, str]:
        """The team of everybody today, by employee number, for who looks at many."""
        return self._teams.today()

    def _refuse_plain(self, fact: Any, extent: Extent) -> None:
        employee = getattr(fact, "employee", None)
        if employee is None or not self.covers(extent, employee):
            raise not_permitted("the fact is about somebody whom your role does not reach")

    def _refuse_swap(self, fact: Swap, extent: Extent) -> None:
        if not self.covers(extent, fact.requester):
            raise not_permitted("a swap is requested by the requester, or by the leader of the requester's team")

    def _refuse_swap_decision(self, fact: SwapDecision, extent: Extent) -> None:
        swap = self._opened(Swap.kind, fact.swap)
        sides = (swap.requester, swap.counterparty)
        if any(extent.teams and self._teams.team_of(side) in extent.teams for side in sides):
            return
        if extent.employees.isdisjoint(sides):
            raise _no_such(Swap.kind, fact.swap)
        by_whom = {"accepted": swap.counterparty, "rejected": swap.counterparty, "cancelled": swap.requester}
        if by_whom.get(fact.decision) not in extent.employees:
            raise not_permitted("the counterparty accepts or rejects a swap, the requester cancels it")
        _refuse_other_name(fact.by, extent)

    def _refuse_leave_decision(self, fact: LeaveDecision, extent: Extent) -> None:
        leave = self._opened(Leave.kind, fact.leave)
        if leave.employee in extent.employees:
            if fact.decision != "cancelled":
                raise not_permitted("one's own leave can be cancelled, not decided")
            _refuse_other_name(fact.by, extent)
        elif not self.covers(extent, leave.employee):
            raise _no_such(Leave.kind, fact.leave)

    def _refuse_dispute_decision(self, fact: DisputeDecision, extent: Extent) -> None:
        dispute = self._opened(Dispute.kind, fact.dispute)
        if not self.covers(extent, dispute.employee):
            raise _no_such(Dispute.kind, fact.dispute)
        if fact.decision != "withdrawn":
            raise not_permitted("one's own dispute can be withdrawn, not decided")
        _refuse_other_name(fact.by, extent)

    def _refuse_team(self, fact: Handover | Briefing, extent: Extent) -> None:
        if fact.team not in extent.teams:
            raise not_permitted("the fact is about a team that your role does not reach")

    def _refuse_void(self, fact: Void, principal: Principal) -> None:
        """Who may record a kind may void one of it, within the same reach."""
        reach = extent_of(principal, f"record {fact.of_kind}")
        if reach is None:
            raise not_permitted(f"your role records no {fact.of_kind}, and so voids none")
        if not reach.everyone and not all(self.covers(reach, found.employee) for found in self._ledger.voided(fact)):
            raise not_permitted("the fact is about somebody whom your role does not reach")

    def _refuse_nothing(self, _fact: Void, _extent: Extent) -> None:
        """A void was looked at by itself."""

    def _opened(self, kind: str, number: str) -> Any:
        found = self._ledger.stream(key_stream(kind, (number,)))
        if not found:
            raise _no_such(kind, number)
        return found[0].fact


def _refuse_other_name(by: str, extent: Extent) -> None:
    if by not in extent.employees:
        raise not_permitted("what is decided by oneself is by oneself; give your own number in `by`")


def not_permitted(detail: str) -> Problem:
    """The problem of what the role permits, but not about this somebody."""
    return Problem("not-permitted", detail, code=REACH)


def _no_such(kind: str, number: str) -> Problem:
    label = KINDS[kind].label_en
    return Problem("not-found", f"there is no {label} {number[:60]!r} within your reach; see the list of {label}s")


_CHECKS: dict[type[Fact], Callable[[ReachCheck, Any, Extent], None]] = {
    Swap: ReachCheck._refuse_swap,
    SwapDecision: ReachCheck._refuse_swap_decision,
    LeaveDecision: ReachCheck._refuse_leave_decision,
    DisputeDecision: ReachCheck._refuse_dispute_decision,
    Handover: ReachCheck._refuse_team,
    Briefing: ReachCheck._refuse_team,
    Void: ReachCheck._refuse_nothing,
}
