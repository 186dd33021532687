"""Who is asking, and how far the table of permissions lets them go."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from ledger.roles import Reach, Role

if TYPE_CHECKING:
    from api.auth.role_table import RoleDefinition
    from projections.people import Posting

_AGENT = "csr"


@dataclass(frozen=True, slots=True)
class Grant:
    """A role, with the employee whose own data it opens and the team that it leads."""

    role: str
    employee: str | None = None
    team: str | None = None
    composed: "RoleDefinition | None" = None
    """What a site's own role may do; None of one of the eight as they are."""

    @property
    def definition(self) -> "RoleDefinition":
        """What the role may do."""
        return self.composed or _default_roles()[self.role]


@dataclass(frozen=True, slots=True)
class Carried:
    """What a delegation carries: the giver's role and team, for some operations alone."""

    delegation: str
    """The id of the fact."""
    giver: str
    grant: Grant
    """Of the giver's role, with the number of who acts for the giver: whatever is done is in that one's name."""
    operations: frozenset[str]


@dataclass(frozen=True, slots=True)
class Principal:
    """Who is asking: the id and the name of a key, or the issuer's subject, and what was granted."""

    id: str
    name: str
    grants: tuple[Grant, ...]
    holds_store: bool = False
    """Whether it is whoever holds the store: what they record is in the name that they give, and no sender's."""
    carried: tuple[Carried, ...] = ()
    """What delegations carry that are in force; it adds to no role."""

    @property
    def roles(self) -> tuple[Role, ...]:
        """Those of the eight roles that are granted, or that a site's roles are like, each once."""
        return tuple(role for role in Role if any(role in grant.definition.kin for grant in self.grants))

    @property
    def role_names(self) -> tuple[str, ...]:
        """The names of the roles, each once."""
        return tuple(dict.fromkeys(str(grant.role) for grant in self.grants))

    @property
    def alone(self) -> "Principal":
        """The same without what delegations carry."""
        return replace(self, carried=())

    def acting_by(self, carried: Carried) -> "Principal":
        """The same as far as a delegation goes, and no further."""
        return replace(self, grants=(carried.grant,), carried=())

    @property
    def employee(self) -> str | None:
        """The employee that the principal is; None where it is nobody's."""
        return next((grant.employee for grant in self.grants if grant.employee is not None), None)


@dataclass(frozen=True, slots=True)
class Extent:
    """Whose data: everyone's, or that of some employees, of some teams, and of agents (CSRs)."""

    everyone: bool
    employees: frozenset[str] = frozenset()
    teams: frozenset[str] = frozenset()
    agents_of: frozenset[str] = frozenset()
    """The teams of which the agents alone are taken in."""
    all_agents: bool = False
    """Whether the agents of every team are taken in."""

    @property
    def by_posting(self) -> bool:
        """Whether it depends on who was in which role and team on a date."""
        return bool(self.teams or self.agents_of) or self.all_agents

    @property
    def whole_teams(self) -> "Extent":
        """What of it depends on postings: the data of others, own ones aside."""
        return replace(self, employees=frozenset())

    @property
    def key(self) -> list[object]:
        """All of it in a form that JSON has, to bind a cursor to."""
        return [*map(sorted, (self.employees, self.teams, self.agents_of)), self.all_agents, self.everyone]

    def names_team(self, team: str) -> bool:
        """Whether it takes in anybody of a team, as far as a name tells."""
        return self.everyone or self.all_agents or team in self.teams or team in self.agents_of

    def of_team(self, team: str) -> "Extent":
        """What of it is of a team."""
        whole = frozenset({team}) if self.everyone else self.teams & {team}
        agents = frozenset({team}) if self.all_agents else self.agents_of & {team}
        return Extent(everyone=False, teams=whole, agents_of=agents)

    def covers(self, employee: str, posting: "Posting | None") -> bool:
        """Whether it takes in an employee, who holds that role and team."""
        if self.everyone or employee in self.employees:
            return True
        if posting is None:
            return False
        is_agent = posting.role == _AGENT and (self.all_agents or posting.team in self.agents_of)
        return is_agent or posting.team in self.teams

    def covers_any(self, employees: Collection[str]) -> bool:
        """Whether it takes in one of some employees as their own, teams aside."""
        return self.everyone or not self.employees.isdisjoint(employees)


EVERYONE = Extent(everyone=True)
NOBODY = Extent(everyone=False)


@lru_cache(maxsize=4_096)
def extent_of(principal: Principal, operation: str, outcome: str | None = None) -> Extent | None:
    """How far a principal may go with an operation; None where not at all. Who holds the store reaches everyone.

    With an `outcome`, as far as the roles let the principal state that one.
    """
    if principal.holds_store:
        return EVERYONE
    found = list(_extents(principal, operation, outcome))
    if not found:
        return None
    if any(extent.everyone for extent in found):
        return EVERYONE
    return Extent(
        everyone=False,
        employees=frozenset().union(*(extent.employees for extent in found)),
        teams=frozenset().union(*(extent.teams for extent in found)),
        agents_of=frozenset().union(*(extent.agents_of for extent in found)),
        all_agents=any(extent.all_agents for extent in found),
    )


def sees_pay(principal: Principal) -> bool:
    """Whether a principal may see everyone's pay."""
    extent = extent_of(principal, "report payroll")
    return extent is not None and extent.everyone


def _extents(principal: Principal, operation: str, outcome: str | None) -> Iterator[Extent]:
    for grant in principal.grants:
        for reach, outcomes in grant.definition.reaches.get(operation, {}).items():
            if outcome is None or outcomes is None or outcome in outcomes:
                yield from _reached(grant, reach)
    for each in principal.carried:
        if operation in each.operations:
            # What is one's own is no matter of a delegation.
            for reach, outcomes in each.grant.definition.reaches.get(operation, {}).items():
                if outcome is None or outcomes is None or outcome in outcomes:
                    yield from (extent.whole_teams for extent in _reached(each.grant, reach))


def _reached(grant: Grant, reach: Reach) -> Iterator[Extent]:
    if reach is Reach.ALL:
        yield EVERYONE
    elif reach is Reach.TEAM and grant.team is not None:
        yield Extent(everyone=False, teams=frozenset({grant.team}))
    elif reach is Reach.TEAM_AGENTS and grant.team is not None:
        yield Extent(everyone=False, agents_of=frozenset({grant.team}))
    elif reach is Reach.ALL_AGENTS:
        yield Extent(everyone=False, all_agents=True)
    elif reach is Reach.OWN and grant.employee is not None:
        yield Extent(everyone=False, employees=frozenset({grant.employee}))


def _default_roles() -> "Mapping[str, RoleDefinition]":
    from api.auth.role_table import default_roles  # noqa: PLC0415 - the table takes a while to load

    return default_roles().roles
