"""The roles of a service: what each may do, how far, and stating which outcomes; the eight, or those of a site.

The eight are as the kinds, the reports and the table of permissions declare them. A site composes its own in a file
(`role_file`). Beside what a role may do it follows rules that are code, such as whose override counts: those of the
eight roles that it is like.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from api.auth.permissions import PERMISSIONS
from ledger.facts import KINDS
from ledger.facts.codec import choices_of
from ledger.labels import CHINESE, ENGLISH, label
from ledger.roles import Reach, Role

PERSON, TEAM = "person", "team"
"""What a key or token of a role has to name."""
Outcomes = frozenset[str] | None
"""The outcomes of a workflow that may be stated; None: any."""


@dataclass(frozen=True, slots=True, eq=False)
class RoleDefinition:
    """A role: its name, what it is called by language, what it may do, and whose further rules it follows."""

    name: str
    labels: Mapping[str, str]
    needs: tuple[str, ...]
    reaches: Mapping[str, Mapping[Reach, Outcomes]]
    """By operation: how far, and within that stating which outcomes."""
    kin: frozenset[Role] = frozenset()
    """Those of the eight roles that it is like."""

    def called(self, language: str) -> str:
        """What it is called."""
        return self.labels.get(language) or self.name


@dataclass(frozen=True, eq=False)
class RoleTable:
    """The roles of a service by name; `digest` is that of the site's file, None of the eight alone."""

    roles: Mapping[str, RoleDefinition]
    digest: str | None = field(default=None)

    def find(self, name: str) -> RoleDefinition | None:
        """The role of a name; None where there is none."""
        return self.roles.get(name)

    def called(self, name: str, language: str) -> str:
        """What a role is called; one that is gone by its name."""
        found = self.roles.get(name) or default_roles().roles.get(name)
        return name if found is None else found.called(language)

    def together(self, names: Iterable[str]) -> list[RoleDefinition]:
        """The roles of some names that there are, each once."""
        return [self.roles[name] for name in dict.fromkeys(names) if name in self.roles]


def after_leaving(table: RoleTable) -> RoleDefinition:
    """What is left to an employee after the last day: to read, and to dispute."""
    own = table.roles[Role.EMPLOYEE]
    return replace(own, reaches={name: own.reaches[name] for name in own.reaches if _stays(name)})


def _stays(operation: str) -> bool:
    return not operation.startswith("record ") or operation in ("record dispute", "record dispute_decision")


@cache
def default_roles() -> RoleTable:
    """The eight roles."""
    return RoleTable({role.value: _of(role) for role in Role})


def is_of_person(role: RoleDefinition) -> bool:
    """Whether keys of a role may be one employee's, in whose name they record: not those of machines."""
    return PERSON in role.needs or not role.kin or bool(role.kin - {Role.DEVICE, Role.ADMIN})


def is_of_team(role: RoleDefinition) -> bool:
    """Whether keys of a role are for one team."""
    teams = {Reach.TEAM, Reach.TEAM_AGENTS}
    return TEAM in role.needs or any(not teams.isdisjoint(reaches) for reaches in role.reaches.values())


def has_needed(role: RoleDefinition, employee: str | None, team: str | None) -> bool:
    """Whether a key or token names what its role needs."""
    return all(given for need, given in ((PERSON, employee), (TEAM, team)) if need in role.needs)


def outcomes_of(operation: str) -> tuple[str, ...]:
    """The outcomes that an operation may be narrowed to; none of one that states none."""
    verb, _, kind = operation.partition(" ")
    model = KINDS.get(kind)
    if verb != "record" or model is None or model.outcome is None:
        return ()
    attribute = next(name for name, shown in model.names.items() if shown == model.outcome)
    return choices_of(model.model_fields[attribute].annotation)


def _of(role: Role) -> RoleDefinition:
    needs = {Role.EMPLOYEE: (PERSON,), Role.TEAM_LEADER: (TEAM,)}.get(role, ())
    reaches = {name: {row[role]: _stated(name, role)} for name, row in PERMISSIONS.items() if role in row}
    labels = {language: label("role", role.value, language) for language in (CHINESE, ENGLISH)}
    return RoleDefinition(role.value, labels, needs, reaches, frozenset({role}))


def _stated(operation: str, role: Role) -> Outcomes:
    verb, _, kind = operation.partition(" ")
    found = KINDS[kind].statuses.get(role) if verb == "record" else None
    return None if found is None else frozenset(found)
