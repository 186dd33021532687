"""Of which notice somebody is, because of a fact: by what its kind declares, and who is who on the date.

Pure. A notification tells no name, number, text, type, reason, score, rank or amount; what it says is in `texts`.
"""

from dataclasses import dataclass

from api.auth.principals import Grant, Principal, extent_of
from ledger.facts.base import KINDS, Fact
from ledger.facts.effects import Notice
from ledger.recorded_fact import RecordedFact
from ledger.roles import Role
from projections.people import Membership, Posting

NOTED = tuple(kind for kind, model in KINDS.items() if model.notice is not None)
"""The kinds of which anybody is told."""
_DECIDED_BY = {
    model.follows: model.kind for model in KINDS.values() if model.notice is Notice.DECIDED and model.follows
}
"""The kind that decides each kind of request."""
_PRELIMINARY = "preliminary"
_BY_POSTING = {each.value: each for each in (Role.TEAM_LEADER, Role.QA, Role.MANAGER, Role.HR)}


@dataclass(frozen=True, slots=True)
class Noted:
    """A fact of which people are told, and what it follows, or itself where it follows nothing."""

    recorded: RecordedFact
    opened: RecordedFact

    @property
    def fact(self) -> Fact:
        """The fact."""
        return self.recorded.fact

    @property
    def notice(self) -> Notice | None:
        """Of which notice its kind is."""
        return self.fact.notice

    @property
    def named(self) -> tuple[str, ...]:
        """The employees that it is about: of what it follows, where it follows something."""
        return self.opened.fact.employees_named

    @property
    def outcome(self) -> str:
        """What becomes of what it follows; empty where that is nothing."""
        return str(getattr(self.fact, self.fact.outcome)) if self.fact.outcome else ""

    def is_by(self, person: str) -> bool:
        """Whether somebody recorded it, or is named as who acted: nobody is told of what they did."""
        return person in {getattr(self.fact, name, None) for name in (*self.fact.actors, "recorded_by")}


def person_principal(person: str, posting: Posting) -> Principal:
    """Somebody as their posting has it: an employee, and whoever leads a team, checks quality or runs the centre."""
    role = _BY_POSTING.get(posting.role)
    own = Grant(Role.EMPLOYEE, person)
    if role is None:
        return Principal(person, "", (own,))
    return Principal(person, "", (own, Grant(role, person, posting.team if role is Role.TEAM_LEADER else None)))


def notice_for(noted: Noted, principal: Principal, people: Membership) -> Notice | None:
    """The notice that somebody gets of a fact; None where none. Whoever is not employed today gets none.

    `principal` is the person with what the postings open, and what delegations carry.
    """
    person = str(principal.employee)
    posting = people.posting_on(person, people.today)
    if posting is None or not people.employed_on(person, people.today) or noted.is_by(person):
        return None
    if noted.notice is Notice.TO_DECIDE:
        return Notice.TO_DECIDE if _waits_for(noted, principal, people) else None
    if noted.notice is Notice.DECIDED and noted.outcome in noted.fact.steps:
        return Notice.TO_DECIDE if noted.opened.fact.sides and _decides(noted, principal, people) else None
    return noted.notice if _is_for(noted, person, posting, people.today) else None


def _is_for(noted: Noted, person: str, posting: Posting, today: str) -> bool:
    fact = noted.fact
    if noted.notice is Notice.MONTH:
        return True
    if fact.of_teams is not None:
        teams = getattr(fact, fact.of_teams)
        return teams is None or posting.team in teams
    if person not in noted.named:
        return False
    if noted.notice is Notice.ROSTER:
        return noted.recorded.business_date >= today
    if noted.notice is Notice.READING:
        return Role.EMPLOYEE in fact.readers and getattr(fact, "stage", "") != _PRELIMINARY
    return True


def _waits_for(noted: Noted, principal: Principal, people: Membership) -> bool:
    """Whether somebody has to answer: a colleague first, where it is between two; else whoever decides."""
    if noted.fact.sides or noted.fact.kind not in _DECIDED_BY:
        return principal.employee in noted.named
    return _decides(noted, principal, people)


def _decides(noted: Noted, principal: Principal, people: Membership) -> bool:
    """Whether somebody may decide a request, by the table of permissions; nobody decides about themselves."""
    opened = noted.opened
    extent = extent_of(principal, f"record {_DECIDED_BY[opened.fact.kind]}")
    if extent is None or principal.employee in noted.named:
        return False
    held = [(each, people.posting_on(each, opened.business_date)) for each in noted.named]
    return any(extent.whole_teams.covers(each, posting) for each, posting in held)
