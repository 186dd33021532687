"""Whether a fact that is sent is within one's reach: one's own, or one's team's (the table of permissions says which).

What is about somebody out of reach is refused without a word on whether it is there.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from api.auth.authorship import is_own, may_override
from api.auth.closed_months import WITHOUT_LIMIT, refuse_in_closed_months
from api.auth.contact_marks import ContactMarks
from api.auth.delegations import Delegations
from api.auth.disputed_matters import WITHDRAWN, refuse_deciding
from api.auth.fact_reach import FactReach
from api.auth.named_facts import opened_of
from api.auth.own_matters import OwnMatters, outcome_of
from api.auth.past_shifts import refuse_past_shift
from api.auth.principals import NOBODY, Extent, Principal, extent_of
from api.auth.references import refuse_unseen, unknown
from api.auth.standard_days import refuse_other_days
from api.auth.teams import Teams
from api.auth.visibility import Visibility
from api.problems import Problem, not_permitted
from ledger.facts.appraisals import Appraisal
from ledger.facts.base import KINDS, Fact
from ledger.facts.conduct import Dispute, DisputeDecision
from ledger.facts.delegations import Delegation
from ledger.facts.leave import Leave, LeaveDecision
from ledger.facts.quality import Monitoring, MonitoringRevision
from ledger.facts.requests import PunchRequest
from ledger.facts.roster import PeriodFact, ShiftFact, Swap, SwapDecision
from ledger.facts.streams import key_stream
from ledger.facts.void import Void
from ledger.ledger import Ledger, RecordedFact
from ledger.roles import Role
from projections.calendar import Cycle, day_text, period_number

_PERIOD = re.compile(r"(19|2[0-9])[0-9]{2}-(0[1-9]|1[0-2])")
_OVERRIDABLE = (Leave, LeaveDecision, PunchRequest)
"""Kinds that let pass what would be refused, where managers or HR say why."""
_LOOKED_AT = (*_OVERRIDABLE, Delegation, DisputeDecision, PeriodFact, ShiftFact, Void, MonitoringRevision)
"""Kinds of which who sends them is looked at, whatever the reach."""
_BEYOND = "your role does not reach the employee of this fact"


class ReachCheck:
    """Limits facts to the reach of the sender, and figures to the reach of the caller."""

    def __init__(self, ledger: Ledger, teams: Teams, delegations: Delegations) -> None:
        """Of a ledger, its teams, and who acts for whom."""
        self._ledger = ledger
        self._teams = teams
        self._delegations = delegations

    @staticmethod
    def is_needed(fact: Fact, principal: Principal, extent: Extent) -> bool:
        """Whether there is anything to look at; it may take a look into the store."""
        if principal.carried or not extent.everyone or fact.references or isinstance(fact, _LOOKED_AT):
            return True
        if WITHOUT_LIMIT.isdisjoint(principal.roles):
            return True
        return bool(fact.statuses) or (principal.employee is not None and not fact.of_centre)

    def refuse_beyond(self, fact: Fact, principal: Principal, extent: Extent) -> str | None:
        """Raises Problem where the fact, or what it names, is beyond the reach of who sends it.

        The answer is the id of the delegation by which it is within reach; None where it is so without one.
        """
        if not principal.carried:
            self._refuse(fact, principal, extent)
            return None
        problems: list[Problem] = []
        for acting, delegation, giver in self._in_turn(principal, f"record {fact.kind}"):
            try:
                self._refuse(fact, acting, extent_of(acting, f"record {fact.kind}") or NOBODY, giver)
            except Problem as problem:
                problems.append(problem)
            else:
                return delegation
        raise next((each for each in problems if each.kind.name == "refused"), problems[-1])

    def _in_turn(self, principal: Principal, operation: str) -> Iterator[tuple[Principal, str | None, str]]:
        """As whom somebody may do something: as oneself, then for each giver of a delegation that is in force now."""
        alone = principal.alone
        if extent_of(alone, operation) is not None:
            yield alone, None, ""
        now = self._delegations.carrying(alone)
        for each in now.carried:
            if operation in each.operations:
                yield now.acting_by(each), each.delegation, each.giver
        if extent_of(now, operation) is None:
            yield alone, None, ""

    def _refuse(self, fact: Fact, principal: Principal, extent: Extent, giver: str = "") -> None:
        if isinstance(fact, _OVERRIDABLE) and fact.override_by is not None and not may_override(principal):
            raise not_permitted("override_by is for managers and HR (S3.3b, S4.2, S4.6b); leave it out")
        if isinstance(fact, DisputeDecision):
            self._refuse_unseen_dispute(fact, principal)
        if isinstance(fact, Delegation):
            self._delegations.refuse(fact, principal)
        extent = self._judging(fact, principal, extent)
        if isinstance(fact, Void):
            self._refuse_void(fact, principal)
        elif not extent.everyone:
            plain = ReachCheck._refuse_plain if fact.of_team is None else ReachCheck._refuse_team
            check = _CHECKS.get(type(fact), plain)
            check(self, fact, extent)
        if isinstance(fact, ShiftFact):
            refuse_past_shift(fact, principal, self._teams.membership().today)
        refuse_other_days(self._ledger, fact, principal)
        # What is out of reach is refused without a word on its owner.
        OwnMatters(self._ledger).refuse(fact, principal, self._teams.membership().today, giver)
        self._refuse_outcome(fact, principal)
        refuse_deciding(self._ledger, fact, principal)
        refuse_in_closed_months(self._ledger, fact, principal)
        if fact.references:
            refuse_unseen(self._ledger, fact, Visibility(self._ledger, self._teams, principal))

    def of(self, extent: Extent) -> FactReach:
        """Whether an extent takes in facts and figures, as teams are known now."""
        return FactReach(self._ledger, self._teams.membership)

    def covers_row(self, extent: Extent, employee: str, period: str) -> bool:
        """Whether somebody's figures of a period are within reach (S2.4); what is not a period is taken as today's."""
        days = self.days_of(period)
        return self.of(extent).covers_period(extent, employee, days[1])

    def covers_dates(self, extent: Extent, employee: str, period: str, date: str | None) -> bool:
        """Whether somebody's rows of a date are within reach, or without one of any date of a period."""
        first, last = (date, date) if date is not None else self.days_of(period)
        return self.of(extent).covers_some_day(extent, employee, first, last)

    def days_of(self, period: str) -> tuple[str, str]:
        """The first and the last day of a period; today for any other text."""
        site = self._ledger.site
        if site is None or not _PERIOD.fullmatch(period):
            today = self._teams.membership().today
            return today, today
        cycle = Cycle(period_number(site.first_period), site.period_start_day)
        found = cycle.period(period_number(period))
        return day_text(found.first_day), day_text(found.last_day)

    def _refuse_plain(self, fact: Any, extent: Extent) -> None:
        if self.of(extent).covers_sent(extent, fact, self._ledger.site):
            return
        # A mark of a contact that is hidden from an evaluator is answered likewise, wherever it is.
        if fact.follows is None or isinstance(fact, MonitoringRevision):
            raise not_permitted(_BEYOND)
        raise _no_such(fact.follows, str(fact.key[0]))

    def _refuse_outcome(self, fact: Fact, principal: Principal) -> None:
        """Raises Problem for an outcome that the roles of the sender do not state, or not that far."""
        outcome, opened = outcome_of(fact), opened_of(self._ledger, fact)
        if outcome is None or not opened or Role.DEVICE in principal.roles:
            return
        extent = extent_of(principal, f"record {fact.kind}", outcome)
        if extent == extent_of(principal, f"record {fact.kind}"):
            return
        if extent is None or not self._covers_opened(extent, fact, opened[0]):
            raise not_permitted(f"{fact.kind}: {outcome} is not for your role; ask whoever decides")

    def _covers_opened(self, extent: Extent, fact: Fact, opened: RecordedFact) -> bool:
        covering = self.of(extent)
        return covering.covers(extent, opened) or covering.covers_sent(extent, fact, self._ledger.site)

    def _refuse_swap(self, fact: Swap, extent: Extent) -> None:
        if not self.of(extent).covers_side(extent, fact.requester, fact.requester_date.isoformat()):
            raise not_permitted("a swap is requested by the requester, or by the leader of the requester's team")

    def _refuse_swap_decision(self, fact: SwapDecision, extent: Extent) -> None:
        opened = self._opened(Swap.kind, fact.swap)
        swap: Any = opened.fact
        # A leader decides for the team; a side of the swap, who may be a leader too, for the own shift.
        of_team = extent.whole_teams
        if self.of(of_team).covers(of_team, opened):
            return
        if extent.employees.isdisjoint((swap.requester, swap.counterparty)):
            raise _no_such(Swap.kind, fact.swap)
        by_whom = {"accepted": swap.counterparty, "rejected": swap.counterparty, "cancelled": swap.requester}
        if by_whom.get(fact.decision) not in extent.employees:
            raise not_permitted("the counterparty accepts or rejects a swap, the requester cancels it")
        _refuse_other_name(fact.by, extent)

    def _refuse_leave_decision(self, fact: LeaveDecision, extent: Extent) -> None:
        opened = self._opened(Leave.kind, fact.leave)
        if opened.employee in extent.employees:
            if fact.decision != "cancelled":
                raise not_permitted("one's own leave can be cancelled, not decided")
            _refuse_other_name(fact.by, extent)
        elif not self.of(extent).covers(extent, opened):
            raise _no_such(Leave.kind, fact.leave)

    def _refuse_dispute_decision(self, fact: DisputeDecision, extent: Extent) -> None:
        opened = self._opened(Dispute.kind, fact.dispute)
        if opened.employee in extent.employees:
            if fact.decision != WITHDRAWN:
                raise not_permitted("one's own dispute can be withdrawn, not decided")
            _refuse_other_name(fact.by, extent)
        elif not self.of(extent).covers(extent, opened):
            raise _no_such(Dispute.kind, fact.dispute)

    def _refuse_unseen_dispute(self, fact: DisputeDecision, principal: Principal) -> None:
        """Who raised a dispute withdraws it, or HR in their name; whoever sees what it is about may decide it."""
        opened = self._ledger.facts.stream(key_stream(Dispute.kind, (fact.dispute,)))
        if not opened or principal.holds_store:
            return
        if not Visibility(self._ledger, self._teams, principal).sees(opened[0]):
            raise _no_such(Dispute.kind, fact.dispute)
        if fact.decision == WITHDRAWN and Role.HR not in principal.roles and opened[0].employee != principal.employee:
            raise not_permitted("a dispute is withdrawn by the employee who raised it, or by HR; dismiss it instead")

    def _judging(self, fact: Fact, principal: Principal, extent: Extent) -> Extent:
        """S6.2a: how far somebody judges others; QA at the preliminary stage only."""
        if isinstance(fact, MonitoringRevision) and extent.all_agents:
            opened = self._ledger.facts.stream(key_stream(Monitoring.kind, (fact.monitoring,)))
            if opened and ContactMarks(self._ledger, principal).hides(opened[0]):
                raise not_permitted(_BEYOND)
        if extent.everyone or not isinstance(fact, Appraisal) or fact.stage != "final":
            return extent
        if Role.TEAM_LEADER not in principal.roles:
            raise not_permitted("a final appraisal is for team leaders and managers; record a preliminary one")
        return replace(extent, all_agents=False)

    def _refuse_team(self, fact: Any, extent: Extent) -> None:
        if getattr(fact, fact.of_team) not in extent.teams:
            raise not_permitted("the fact is about a team that your role does not reach")

    def _refuse_void(self, fact: Void, principal: Principal) -> None:
        """Who may record a kind may void their own of it, and managers and HR others', within the same reach."""
        reach = extent_of(principal, f"record {fact.of_kind}")
        if reach is None:
            raise not_permitted(f"your role records no {fact.of_kind}, and so voids none")
        found = self._ledger.facts.voided(fact)
        covering = self.of(reach)
        if not reach.everyone and not (found and all(covering.covers(reach, each) for each in found)):
            raise unknown(f"void: of {fact.of[:200]!r} names no {fact.of_kind} within your reach")
        if found and not may_void(principal, found[0].fact):
            raise not_permitted(f"the {fact.of_kind} was recorded by somebody else; ask a manager or HR to void it")

    def _opened(self, kind: str, number: str) -> RecordedFact:
        found = self._ledger.facts.stream(key_stream(kind, (number,)))
        if not found:
            raise _no_such(kind, number)
        return found[0]


def may_void(principal: Principal, fact: Fact) -> bool:
    """Whether somebody may void a fact of a kind that they may record: it is their own, or their role voids others'."""
    if set(principal.roles) & set(fact.voiders):
        return True
    return fact.recorder_voids and is_own(principal, fact)


def _refuse_other_name(by: str, extent: Extent) -> None:
    if by not in extent.employees:
        raise not_permitted("you decide this yourself; give your own number in `by`")


def team_rows(extent: Extent, team: str | None) -> Extent:
    """The rows of one's teams, or of one of them; another is not permitted, whether it is there or not."""
    if team is None:
        return extent
    if not extent.names_team(team):
        raise not_permitted("the team is not yours; leave `team` out, and the rows are of your own")
    return extent.of_team(team)


def own_rows(extent: Extent, employee: str | None, team: str | None) -> frozenset[str]:
    """Own rows; somebody else's are not permitted, whether they are there or not."""
    if team is not None or (employee is not None and employee not in extent.employees):
        raise not_permitted("the rows are not yours; leave `employee` and `team` out, and they are your own")
    return extent.employees


def _no_such(kind: str, number: str) -> Problem:
    label = KINDS[kind].label_en
    return Problem("not-found", f"there is no {label} {number[:60]!r} within your reach; see the list of {label}s")


_CHECKS: dict[type[Fact], Callable[[ReachCheck, Any, Extent], None]] = {
    Swap: ReachCheck._refuse_swap,
    SwapDecision: ReachCheck._refuse_swap_decision,
    LeaveDecision: ReachCheck._refuse_leave_decision,
    DisputeDecision: ReachCheck._refuse_dispute_decision,
}
