"""Whether an extent takes in a fact: by whom the fact is about and, for a team, who was in it on the fact's date.

A fact of several dates, such as a leave, is of each of them; a decision is of what it decides on.
"""

from collections.abc import Callable
from typing import Any

from api.auth.principals import Extent
from ledger.facts.base import Fact
from ledger.facts.conduct import Briefing, Handover
from ledger.facts.governance import Void
from ledger.facts.leave import Leave, LeaveDecision
from ledger.facts.people import Site
from ledger.facts.prepared_fact import business_date_of
from ledger.facts.roster import Swap, SwapDecision
from ledger.facts.streams import key_stream
from ledger.ledger import Ledger, RecordedFact
from ledger.refusal import MissingError
from projections.people import Membership


def fact_of_id(ledger: Ledger, name: str) -> RecordedFact | None:
    """The fact of an id; None where there is none. Raises LedgerError where the store does not answer."""
    try:
        (found,) = ledger.facts_at([ledger.position_of(name)])
    except MissingError:
        return None
    return found


class FactReach:
    """The facts of a ledger, and who was in which team on their dates."""

    def __init__(self, ledger: Ledger, membership: Membership) -> None:
        """As it is known now."""
        self._ledger = ledger
        self._membership = membership

    @classmethod
    def of_nobody(cls, ledger: Ledger) -> "FactReach":
        """For who leads no team: nobody has to be looked up."""
        return cls(ledger, Membership())

    def covers(self, extent: Extent, recorded: RecordedFact) -> bool:
        """Whether a fact on the ledger is within an extent."""
        fact = recorded.fact
        if extent.everyone:
            return True
        if isinstance(fact, Void) and not recorded.employee:
            return any(self.covers(extent, each) for each in self._ledger.voided(fact))
        return self._covers(extent, fact, recorded.employee, recorded.business_date)

    def covers_sent(self, extent: Extent, fact: Fact, site: Site | None) -> bool:
        """Whether a fact that is to be recorded is within an extent; one without a date is of today."""
        day = "" if site is None else business_date_of(fact, site)
        return self._covers(extent, fact, getattr(fact, "employee", ""), day or self._membership.today)

    def covers_side(self, extent: Extent, employee: str, day: str) -> bool:
        """Whether somebody is within an extent on a date."""
        return extent.covers(employee, self._membership.team_on(employee, day) if extent.teams else None)

    def covers_period(self, extent: Extent, employee: str, last_day: str) -> bool:
        """Whether somebody's rows of a period are within an extent; the period is named by its last day (S2.4)."""
        return extent.covers(employee, self._membership.team_of_period(employee, last_day) if extent.teams else None)

    def covers_some_day(self, extent: Extent, employee: str, first: str, last: str) -> bool:
        """Whether somebody is within an extent on one of the dates between two, both included."""
        if extent.covers(employee, None):
            return True
        return bool(extent.teams) and not extent.teams.isdisjoint(self._membership.teams_between(employee, first, last))

    def _covers(self, extent: Extent, fact: Fact, employee: str, day: str) -> bool:
        own = _OWN_WAYS.get(type(fact))
        if extent.everyone:
            return True
        return bool(employee) and self.covers_side(extent, employee, day) if own is None else own(self, extent, fact)

    def _covers_swap(self, extent: Extent, swap: Swap) -> bool:
        sides = ((swap.requester, swap.requester_date), (swap.counterparty, swap.counterparty_date))
        return any(self.covers_side(extent, side, day.isoformat()) for side, day in sides)

    def _covers_leave(self, extent: Extent, leave: Leave) -> bool:
        return self.covers_some_day(extent, leave.employee, leave.first_date.isoformat(), leave.last_date.isoformat())

    def _covers_team(self, extent: Extent, fact: Handover | Briefing) -> bool:
        return fact.team in extent.teams

    def _covers_opened(self, extent: Extent, fact: Any) -> bool:
        assert fact.follows is not None
        opened = self._ledger.stream(key_stream(fact.follows, fact.key[:1]))
        return bool(opened) and self.covers(extent, opened[0])


_OWN_WAYS: dict[type[Fact], Callable[[FactReach, Extent, Any], bool]] = {
    Swap: FactReach._covers_swap,
    SwapDecision: FactReach._covers_opened,
    Leave: FactReach._covers_leave,
    LeaveDecision: FactReach._covers_opened,
    Handover: FactReach._covers_team,
    Briefing: FactReach._covers_team,
}
