"""Whether an extent takes in a fact: by whom the fact is about and, for a team, who was in it on the fact's date.

A fact of several dates, such as a leave, is of each of them; a decision is of what it decides on.
"""

from api.auth.principals import Extent
from ledger.facts.base import KINDS, Fact
from ledger.facts.people import Site
from ledger.facts.prepared_fact import business_date_of
from ledger.facts.streams import key_stream
from ledger.facts.void import Void
from ledger.ledger import Ledger, RecordedFact
from ledger.refusal import MissingError
from projections.people import Membership


def fact_of_id(ledger: Ledger, name: str) -> RecordedFact | None:
    """The fact of an id; None where there is none. Raises LedgerError where the store does not answer."""
    try:
        (found,) = ledger.facts.at([ledger.facts.position_of(name)])
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
            return any(self.covers(extent, each) for each in self._ledger.facts.voided(fact))
        return self._covers(extent, fact, recorded.employee, recorded.business_date)

    def covers_sent(self, extent: Extent, fact: Fact, site: Site | None) -> bool:
        """Whether a fact that is to be recorded is within an extent; one without a date is of today."""
        day = "" if site is None else business_date_of(fact, site)
        return self._covers(extent, fact, getattr(fact, "employee", ""), day or self._membership.today)

    def covers_side(self, extent: Extent, employee: str, day: str) -> bool:
        """Whether somebody is within an extent on a date."""
        return extent.covers(employee, self._membership.posting_on(employee, day) if extent.by_posting else None)

    def covers_period(self, extent: Extent, employee: str, last_day: str) -> bool:
        """Whether somebody's rows of a period are within an extent; the period is named by its last day (S2.4)."""
        held = self._membership.posting_of_period(employee, last_day) if extent.by_posting else None
        return extent.covers(employee, held)

    def covers_some_day(self, extent: Extent, employee: str, first: str, last: str) -> bool:
        """Whether somebody is within an extent on one of the dates between two, both included."""
        if extent.covers(employee, None):
            return True
        return extent.by_posting and any(
            extent.covers(employee, held) for held in self._membership.postings_between(employee, first, last)
        )

    def _covers(self, extent: Extent, fact: Fact, employee: str, day: str) -> bool:
        if extent.everyone:
            return True
        if _is_as_opened(fact, employee):
            return self._covers_opened(extent, fact)
        if fact.of_team is not None:
            return getattr(fact, fact.of_team) in extent.teams
        if fact.sides:
            return any(self.covers_side(extent, *side) for side in sides_of(fact))
        return bool(employee) and self._covers_employee(extent, fact, employee, day)

    def _covers_employee(self, extent: Extent, fact: Fact, employee: str, day: str) -> bool:
        if fact.first_and_last is None:
            return self.covers_side(extent, employee, day)
        first, last = (getattr(fact, name).isoformat() for name in fact.first_and_last)
        return self.covers_some_day(extent, employee, first, last)

    def _covers_opened(self, extent: Extent, fact: Fact) -> bool:
        assert fact.follows is not None
        opened = self._ledger.facts.stream(key_stream(fact.follows, fact.key[:1]))
        return bool(opened) and self.covers(extent, opened[0])


def sides_of(fact: Fact) -> list[tuple[str, str]]:
    """The sides of a fact between employees: each one's number and date."""
    return [(getattr(fact, who), getattr(fact, day).isoformat()) for who, day in fact.sides.items()]


def _is_as_opened(fact: Fact, employee: str) -> bool:
    """Whether a fact follows one of several dates or sides, and so is of all of them."""
    if fact.follows is None:
        return False
    opener = KINDS[fact.follows]
    return bool(opener.sides or opener.first_and_last) or not employee
