"""Whether an extent takes in a fact: by whom the fact is about and, for a team, who was in it on the fact's date.

A fact of several dates, such as a leave, is of each of them; a decision is of what it decides on.
"""

from collections.abc import Callable, Sequence

from api.auth.named_facts import acknowledged, owner_of, sides_of
from api.auth.principals import Extent
from ledger.facts.base import KINDS, Fact
from ledger.facts.instructions import Acknowledgement
from ledger.facts.people import Site
from ledger.facts.prepared_fact import business_date_of
from ledger.facts.streams import key_stream
from ledger.facts.void import Void
from ledger.lazy_attribute import computed_once
from ledger.ledger import Ledger, RecordedFact
from projections.people import Membership


class FactReach:
    """The facts of a ledger, and who was in which team on their dates."""

    def __init__(self, ledger: Ledger, read: Callable[[], Membership]) -> None:
        """As it is known when it is first asked for."""
        self._ledger = ledger
        self._read = read

    @computed_once
    def _membership(self) -> Membership:
        return self._read()

    def covers(self, extent: Extent, recorded: RecordedFact) -> bool:
        """Whether a fact on the ledger is within an extent."""
        fact = recorded.fact
        if extent.everyone:
            return True
        if isinstance(fact, Void) and not recorded.employee:
            return any(self.covers(extent, each) for each in self._ledger.facts.voided(fact))
        if fact.recorder_reads and self._covers_recorded(extent, recorded):
            return True
        if isinstance(fact, Acknowledgement) and self._covers_author(extent, fact):
            return True
        if fact.team_reads and self._covers_fellow(extent, recorded):
            return True
        return self._covers(extent, fact, recorded.employee, recorded.business_date)

    def covers_sent(self, extent: Extent, fact: Fact, site: Site | None) -> bool:
        """Whether a fact that is to be recorded is within an extent; one without a date is of today."""
        day = ("" if site is None else business_date_of(fact, site)) or self._membership.today
        if fact.of_people is not None:
            return all(self.covers_side(extent, *each) for each in _people_of(fact, day))
        if fact.of_teams is not None:
            return self._addresses_own(extent, fact)
        if fact.recorder_reads and getattr(fact, "employee", None) is None:
            return True
        return self._covers(extent, fact, getattr(fact, "employee", None) or "", day)

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
        if fact.of_teams is not None:
            return self._addresses(extent, fact, day)
        if fact.sides or fact.of_people is not None:
            return any(self.covers_side(extent, *side) for side in _people_of(fact, day))
        return bool(employee) and self._covers_employee(extent, fact, employee, day)

    def _covers_employee(self, extent: Extent, fact: Fact, employee: str, day: str) -> bool:
        if fact.first_and_last is None:
            return self.covers_side(extent, employee, day)
        first, last = (getattr(fact, name).isoformat() for name in fact.first_and_last)
        return self.covers_some_day(extent, employee, first, last)

    def _covers_opened(self, extent: Extent, fact: Fact) -> bool:
        assert fact.follows is not None
        opened = self._ledger.facts.stream(key_stream(fact.follows, fact.key[:1]))
        if not opened or KINDS[fact.follows].of_people is None:
            return bool(opened) and self.covers(extent, opened[0])
        # A step of a task is of the one of those who have it whose step it is.
        opener, employee = opened[0].fact, getattr(fact, "employee", "")
        listed = getattr(opener, str(opener.of_people))
        return employee in listed and self.covers_side(extent, employee, opened[0].business_date)

    def _covers_recorded(self, extent: Extent, recorded: RecordedFact) -> bool:
        """Whether it takes in who raised what may be nobody's, its employee by now, or a team while it is nobody's."""
        if recorded.fact.recorded_by in extent.employees:
            return True
        if recorded.employee:
            return False
        owner = owner_of(self._ledger.facts.stream(key_stream(recorded.fact.kind, recorded.fact.key)))
        if not owner:
            return bool(extent.teams)
        return self.covers_side(extent, owner, recorded.business_date)

    def _covers_fellow(self, extent: Extent, recorded: RecordedFact) -> bool:
        """Whether it takes in somebody named, or somebody in the team of whom the fact is of, on its date."""
        if not extent.employees.isdisjoint(recorded.fact.employees_named):
            return True
        day = recorded.business_date
        held = [self._membership.posting_on(each, day) for each in (recorded.employee, *extent.employees)]
        return held[0] is not None and any(each is not None and each.team == held[0].team for each in held[1:])

    def _addresses(self, extent: Extent, fact: Fact, day: str) -> bool:
        """Whether a fact that is for teams is for one that is led, or for one that somebody is in on its date."""
        teams = _teams_of(fact)
        if teams is None:
            return True
        if not extent.teams.isdisjoint(teams):
            return True
        held = [self._membership.posting_on(each, day) for each in extent.employees]
        return any(each is not None and each.team in teams for each in held)

    @staticmethod
    def _addresses_own(extent: Extent, fact: Fact) -> bool:
        """Whether a fact that is to be recorded is for teams of an extent alone."""
        teams = _teams_of(fact)
        return teams is not None and extent.teams.issuperset(teams)

    def _covers_author(self, extent: Extent, fact: Acknowledgement) -> bool:
        """Whether an acknowledgement is of what somebody of an extent has given, or judged."""
        found = acknowledged(self._ledger, fact)
        if found is None:
            return False
        stated = (found.fact.recorded_by, *(getattr(found.fact, name) for name in found.fact.actors))
        return not extent.employees.isdisjoint(stated)


def _teams_of(fact: Fact) -> Sequence[str] | None:
    teams: Sequence[str] | None = getattr(fact, str(fact.of_teams))
    return teams


def _people_of(fact: Fact, day: str) -> list[tuple[str, str]]:
    """Those whom a fact is between, or about: each one's number and date."""
    return sides_of(fact) if fact.of_people is None else [(each, day) for each in getattr(fact, fact.of_people)]


def _is_as_opened(fact: Fact, employee: str) -> bool:
    """Whether a fact follows one of several dates or sides, and so is of all of them."""
    if fact.follows is None:
        return False
    opener = KINDS[fact.follows]
    return bool(opener.sides or opener.first_and_last or opener.of_people or opener.recorder_reads) or not employee
