"""A site's roles, in a file of TOML: read, refused with a sentence where they cannot be, and written from the eight.

A role of the file stands in place of that of the eight with its name; the others of the eight stay.
"""

import os
import re
import tomllib
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from hashlib import sha256
from pathlib import Path
from typing import Any

from api.auth.permissions import PERMISSIONS
from api.auth.role_pairs import refused_in_one
from api.auth.role_table import PERSON, TEAM, Outcomes, RoleDefinition, RoleTable, default_roles, outcomes_of
from ledger.labels import CHINESE, ENGLISH
from ledger.refusal import LedgerError
from ledger.roles import Reach
from projections.reports import REPORTS

ROLES_VARIABLE = "WORKLEDGER_ROLES"
_REACHES = tuple(reach.value for reach in Reach)
_LABELS = {"zh": CHINESE, "en": ENGLISH}
_FIELDS = ("label", "needs", "like", "not", *_REACHES)
_NEEDS = (PERSON, TEAM)
_LONGEST = 1_000_000
_LONGEST_LABEL = 60
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_Reaches = dict[str, dict[Reach, Outcomes]]


def read_roles(path: Path) -> RoleTable:
    """The eight roles and those of a file. Raises LedgerError with a sentence where the file cannot be used."""
    try:
        content = path.read_bytes()
        told = tomllib.loads(content[: _LONGEST + 1].decode())
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise LedgerError(f"the roles file {path} cannot be read: {error}") from None
    if len(content) > _LONGEST:
        raise LedgerError(f"the roles file {path} is longer than {_LONGEST} bytes; give the roles of one site")
    stated = told.pop("role", {})
    if told or not isinstance(stated, dict) or not all(isinstance(each, dict) for each in stated.values()):
        raise LedgerError(f"the roles file {path} holds something else than roles; give tables [role.NAME] alone")
    try:
        roles = _Reading(stated).all()
    except ValueError as error:
        raise LedgerError(f"the roles file {path}: {error}") from None
    return RoleTable(roles, sha256(content).hexdigest())


def roles_of_environment() -> RoleTable:
    """The roles of the file that WORKLEDGER_ROLES names, or the eight. Raises LedgerError as `read_roles` does."""
    path = os.environ.get(ROLES_VARIABLE)
    return read_roles(Path(path)) if path else default_roles()


def written_roles(table: RoleTable) -> str:
    """The roles of a table as a file that reads as the same table."""
    return "\n".join(_written(each) for each in table.roles.values())


def _written(role: RoleDefinition) -> str:
    labels = ", ".join(f'{short} = "{role.labels[long]}"' for short, long in _LABELS.items() if long in role.labels)
    lines = [f"[role.{role.name}]", f"label = {{{labels}}}"]
    if role.needs:
        lines.append(f"needs = [{', '.join(map(_quoted, role.needs))}]")
    for reach in Reach:
        names = [
            name for each, reaches in role.reaches.items() if reach in reaches for name in _names(each, reaches[reach])
        ]
        if names:
            key = reach.value if reach.value.isalpha() else _quoted(reach.value)
            lines += [f"{key} = [", *(f"    {_quoted(each)}," for each in names), "]"]
    return "\n".join([*lines, ""])


def _names(operation: str, outcomes: Outcomes) -> list[str]:
    return [operation] if outcomes is None else [f"{operation}:{each}" for each in sorted(outcomes)]


def _quoted(text: str) -> str:
    return f'"{text}"'


class _Reading:
    """The roles of a file as they are read. Its methods raise ValueError with what is wrong, and what to do."""

    def __init__(self, stated: Mapping[str, Mapping[str, Any]]) -> None:
        self._stated = stated
        self._made: dict[str, RoleDefinition] = {}

    def all(self) -> dict[str, RoleDefinition]:
        """Every role by name: the eight first, then those of the file, in its order."""
        eight = default_roles().roles
        made = {name: self._role(name, ()) for name in (*eight, *(each for each in self._stated if each not in eight))}
        for role in made.values():
            refused = refused_in_one(role)
            if refused is not None:
                raise ValueError(f"role {role.name}: {refused} never goes together; give them to two roles")
        return made

    def _role(self, name: str, within: tuple[str, ...]) -> RoleDefinition:
        default = default_roles().find(name)
        if name not in self._stated or name in within[-1:]:
            if default is None:
                near = _near(name, (*default_roles().roles, *self._stated))
                raise ValueError(f"role {within[0]}: there is no role {name!r} to be like{near}")
            return default
        if name in within:
            raise ValueError(f"role {name}: it is like itself, by {' and '.join(within[1:])}; leave one `like` out")
        if name not in self._made:
            try:
                self._made[name] = self._composed(name, self._stated[name], within)
            except ValueError as error:
                raise error if str(error).startswith("role ") else ValueError(f"role {name}: {error}") from None
        return self._made[name]

    def _composed(self, name: str, told: Mapping[str, Any], within: tuple[str, ...]) -> RoleDefinition:
        if not _NAME.fullmatch(name):
            raise ValueError("a name is up to 40 small letters, digits and _, and begins with a letter")
        for each in told:
            if each not in _FIELDS:
                raise ValueError(f"there is no {each!r}{_near(each, _FIELDS)}; give {', '.join(_FIELDS)}")
        likes = [self._role(each, (*within, name)) for each in _texts(told, "like")]
        default = default_roles().find(name)
        reaches = _joined(likes)
        for reach in Reach:
            for each in _texts(told, reach.value):
                operation, outcomes = _operation(each, reach)
                _add(reaches, operation, reach, outcomes)
        for each in _texts(told, "not"):
            _take_away(reaches, each)
        return RoleDefinition(
            name,
            _labels(told) or ({} if default is None else default.labels),
            _needs(told, likes),
            reaches,
            frozenset().union(*(each.kin for each in likes), () if default is None else default.kin),
        )


def _texts(told: Mapping[str, Any], name: str) -> list[str]:
    found = told.get(name, [])
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        raise ValueError(f'{name} is not a list of texts; give one such as ["record leave"]')
    return found


def _labels(told: Mapping[str, Any]) -> dict[str, str]:
    found = told.get("label", {})
    if not isinstance(found, dict) or not all(
        key in _LABELS
        and isinstance(text, str)
        and text.strip()
        and len(text) <= _LONGEST_LABEL
        and text.isprintable()
        and '"' not in text
        for key, text in found.items()
    ):
        raise ValueError('its label is not a name in zh and en; give {zh = "…", en = "…"}')
    return {_LABELS[key]: text for key, text in found.items()}


def _needs(told: Mapping[str, Any], likes: Iterable[RoleDefinition]) -> tuple[str, ...]:
    stated = _texts(told, "needs")
    for each in stated:
        if each not in _NEEDS:
            raise ValueError(f"needs has no {each!r}; give person, team or both")
    return tuple(each for each in _NEEDS if each in stated or any(each in like.needs for like in likes))


def _operation(text: str, reach: Reach) -> tuple[str, Outcomes]:
    """The operation of a text, and the outcome that it is narrowed to."""
    operation, outcome = _parted(text)
    allowed = _reaches_of(operation)
    if reach not in allowed:
        raise ValueError(f"{operation!r} does not go as far as {reach.value!r}; give it under {', '.join(allowed)}")
    return operation, None if outcome is None else frozenset({outcome})


def _parted(text: str) -> tuple[str, str | None]:
    operation, narrowed, outcome = text.partition(":")
    if operation not in PERMISSIONS:
        raise ValueError(
            f"there is no operation {operation!r}{_near(operation, PERMISSIONS)}; docs/permissions.md lists them"
        )
    if not narrowed:
        return operation, None
    known = outcomes_of(operation)
    if outcome not in known:
        which = f"give {', '.join(known)}" if known else "leave it out"
        raise ValueError(f"{operation!r} has no outcome {outcome!r}; {which}")
    return operation, outcome


def _reaches_of(operation: str) -> list[Reach]:
    """How far an operation can go: what narrows itself anyhow, any other as far as one of the eight roles goes."""
    verb, _, name = operation.partition(" ")
    if verb in ("record", "read") or (verb == "report" and REPORTS[name].person is not None):
        return list(Reach)
    used = {*PERMISSIONS[operation].values(), Reach.ALL}
    return [reach for reach in Reach if reach in used]


def _joined(likes: Iterable[RoleDefinition]) -> _Reaches:
    found: _Reaches = {}
    for like in likes:
        for operation, reaches in like.reaches.items():
            for reach, outcomes in reaches.items():
                _add(found, operation, reach, outcomes)
    return found


def _add(reaches: _Reaches, operation: str, reach: Reach, outcomes: Outcomes) -> None:
    known = reaches.setdefault(operation, {})
    held = known.get(reach, frozenset())
    known[reach] = None if outcomes is None or held is None else held | outcomes


def _take_away(reaches: _Reaches, text: str) -> None:
    operation, outcome = _parted(text)
    if operation not in reaches:
        raise ValueError(f"not: it has no {operation!r}; leave that out")
    if outcome is None:
        del reaches[operation]
        return
    every = frozenset(outcomes_of(operation))
    left = {reach: (every if held is None else held) - {outcome} for reach, held in reaches[operation].items()}
    reaches[operation] = {reach: held for reach, held in left.items() if held}
    if not reaches[operation]:
        del reaches[operation]


def _near(name: str, known: Iterable[str]) -> str:
    near = get_close_matches(name, list(known), n=1)
    return f" (did you mean {near[0]!r}?)" if near else ""
