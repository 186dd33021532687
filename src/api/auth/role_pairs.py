"""What never goes together: in one role, and in the roles of one person (permissions 4)."""

from collections.abc import Callable, Iterable

from api.auth.permissions import PERMISSIONS
from api.auth.role_table import RoleDefinition
from ledger.roles import Reach, Role

_Holds = Callable[[RoleDefinition], list[str]]
_FINALS = ("record appraisal", "record work_review", "record behaviour_review")
_WAGES = ("record base_salary", "record correction", "record payment")
_FINAL_REACHES = {Reach.TEAM, Reach.TEAM_AGENTS, Reach.ALL}
_COMMANDS = ("import", "mend quarantine", "close", "erase")


def refused_in_one(role: RoleDefinition) -> str | None:
    """What one role holds that never goes together, in words; None where there is nothing."""
    return _both([role], [*_PAIRS, (_finals, _wages)])


def refused_together(roles: Iterable[RoleDefinition]) -> str | None:
    """What the roles of one person hold that never goes together, in words; None where there is nothing."""
    held = list(roles)
    machines = [each for each in held if Role.DEVICE in each.kin]
    if machines and len(held) > 1:
        other = next(each for each in held if each is not machines[0])
        return f"the role {machines[0].name} of a device with the role {other.name}"
    return _both(held, _PAIRS)


def _both(roles: list[RoleDefinition], pairs: Iterable[tuple[_Holds, _Holds]]) -> str | None:
    for one, other in pairs:
        first, second = ([name for role in roles for name in holds(role)] for holds in (one, other))
        if first and second:
            return f"{first[0]!r} with {second[0]!r}"
    return None


def _administers(role: RoleDefinition) -> list[str]:
    return [name for name in ("administer keys", "administer devices") if name in role.reaches]


def _of_people(role: RoleDefinition) -> list[str]:
    """What is of other people: what neither the administrator nor any employee of the eight may of everyone."""
    return [
        name
        for name in role.reaches
        if Role.ADMIN not in PERMISSIONS[name]
        and PERMISSIONS[name].get(Role.EMPLOYEE) is not Reach.ALL
        and _of_others(role, name)
    ]


def _reads_log(role: RoleDefinition) -> list[str]:
    return ["see the access log"] if Reach.ALL in role.reaches.get("see the access log", {}) else []


def _records(role: RoleDefinition) -> list[str]:
    return [
        name
        for name in role.reaches
        if name in _COMMANDS or (name.startswith("record ") and _of_others(role, name))
    ]  # fmt: skip


def _is_device(role: RoleDefinition) -> list[str]:
    return [f"the role {Role.DEVICE}"] if Role.DEVICE in role.kin else []


def _of_no_device(role: RoleDefinition) -> list[str]:
    return [name for name in role.reaches if Role.DEVICE not in PERMISSIONS[name]]


def _finals(role: RoleDefinition) -> list[str]:
    return [name for name in _FINALS if not _FINAL_REACHES.isdisjoint(role.reaches.get(name, ()))]


def _wages(role: RoleDefinition) -> list[str]:
    return [name for name in _WAGES if name in role.reaches]


def _of_others(role: RoleDefinition, operation: str) -> bool:
    return any(reach is not Reach.OWN for reach in role.reaches[operation])


_PAIRS: tuple[tuple[_Holds, _Holds], ...] = (
    (_administers, _of_people),
    (_reads_log, _records),
    (_is_device, _of_no_device),
)
