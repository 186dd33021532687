"""Who is asking, and how far the table of permissions lets them go."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache

from ledger.roles import Reach, Role


@dataclass(frozen=True, slots=True)
class Grant:
    """A role, with the employee whose own data it opens and the team that it leads."""

    role: Role
    employee: str | None = None
    team: str | None = None


@dataclass(frozen=True, slots=True)
class Principal:
    """Who is asking: the id and the name of a key, or the issuer's subject, and what was granted."""

    id: str
    name: str
    grants: tuple[Grant, ...]
    holds_store: bool = False
    """Whether it is whoever holds the store: what they record is in the name that they give, and no sender's."""

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles, each once."""
        return tuple(dict.fromkeys(grant.role for grant in self.grants))

    @property
    def employee(self) -> str | None:
        """The employee that the principal is; None where it is nobody's."""
        return next((grant.employee for grant in self.grants if grant.employee is not None), None)


@dataclass(frozen=True, slots=True)
class Extent:
    """Whose data: everyone's, or that of some employees and some teams."""

    everyone: bool
    employees: frozenset[str] = frozenset()
    teams: frozenset[str] = frozenset()

    def covers(self, employee: str, team: str | None) -> bool:
        """Whether it takes in an employee, who is in that team."""
        return self.everyone or employee in self.employees or team in self.teams

    def covers_any(self, employees: Collection[str]) -> bool:
        """Whether it takes in one of some employees as their own, teams aside."""
        return self.everyone or not self.employees.isdisjoint(employees)


EVERYONE = Extent(everyone=True)
NOBODY = Extent(everyone=False)


@lru_cache(maxsize=4_096)
def extent_of(principal: Principal, operation: str) -> Extent | None:
    """How far a principal may go with an operation; None where not at all."""
    found = list(_extents(principal, operation))
    if not found:
        return None
    if any(extent.everyone for extent in found):
        return EVERYONE
    return Extent(
        everyone=False,
        employees=frozenset().union(*(extent.employees for extent in found)),
        teams=frozenset().union(*(extent.teams for extent in found)),
    )


def sees_pay(principal: Principal) -> bool:
    """Whether a principal may see everyone's pay."""
    extent = extent_of(principal, "report payroll")
    return extent is not None and extent.everyone


def _extents(principal: Principal, operation: str) -> Iterator[Extent]:
    from api.auth.permissions import PERMISSIONS  # noqa: PLC0415 - the table takes a while to load

    row = PERMISSIONS.get(operation, {})
    for grant in principal.grants:
        reach = row.get(grant.role)
        if reach is Reach.ALL:
            yield EVERYONE
        elif reach is Reach.TEAM and grant.team is not None:
            yield Extent(everyone=False, teams=frozenset({grant.team}))
        elif reach is Reach.OWN and grant.employee is not None:
            yield Extent(everyone=False, employees=frozenset({grant.employee}))
