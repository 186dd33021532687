"""S11.5 作废: which facts the voids of a ledger take back, looked up for many at once."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from ledger.facts.base import KINDS
from ledger.facts.effects import VoidedBy
from ledger.facts.streams import key_stream
from ledger.facts.void import Void
from ledger.store.dialect import Condition, StoreCursor

_AT_ONCE = 2_000
_ID = re.compile(r"([0-9a-f]{32})\.([1-9][0-9]{0,9})")


class Naming(NamedTuple):
    """What a void says: at which position, of which kind, and the name of the fact that it takes back."""

    position: int
    of_kind: str
    of: str


class VoidTarget(NamedTuple):
    """A void, by its position, and the position of the fact that it takes back."""

    position: int
    of_kind: str
    target: int


_Names = dict[tuple[str, str], list[int]]
"""The positions of facts by their kind and what they are called."""


def void_targets(cursor: StoreCursor, after: int, until: int, employee: str | None = None) -> list[VoidTarget]:
    """What the voids take back that were recorded after a position and up to another, in order.

    `employee`: only of facts of this one; of those that have none, or several, where it is empty.
    """
    field = cursor.dialect.text_field
    whose, parameters = ("", []) if employee is None else (" AND employee=?", [employee])
    cursor.execute(
        f"SELECT position, {field('state', 'of_kind')} AS of_kind, {field('state', 'of')} AS of "  # noqa: S608
        f"FROM events WHERE kind=? AND position>? AND position<=?{whose} ORDER BY position",
        [Void.kind, after, until, *parameters],
    )
    return targets_of(cursor, [Naming(row["position"], row["of_kind"], row["of"]) for row in cursor.fetchall()])


def targets_of(cursor: StoreCursor, voids: Iterable[Naming]) -> list[VoidTarget]:
    """The facts that voids name: by `ref`, else by id, else by the fact's own number.

    A void speaks of what was recorded before it; one of what is not there is left out.
    """
    named = list(voids)
    ways = (_by_ref(cursor, named), _by_id(cursor, named), _by_number(cursor, named))
    found = []
    for void in named:
        places = (way.get((void.of_kind, void.of), []) for way in ways)
        before = next((kept for each in places if (kept := [at for at in each if at < void.position])), None)
        if before is not None:
            found.append(VoidTarget(void.position, void.of_kind, before[0]))
    return found


def _by_ref(cursor: StoreCursor, voids: list[Naming]) -> _Names:
    found: _Names = defaultdict(list)
    for kind, names in _by_kind(voids).items():
        for condition in _conditions(cursor, "ref", names):
            cursor.execute(
                f"SELECT position, ref FROM events WHERE kind=? AND ref<>'' AND {condition.sql}",  # noqa: S608
                [kind, *condition.parameters],
            )
            for row in cursor.fetchall():
                found[kind, row["ref"]].append(row["position"])
    return found


def _by_id(cursor: StoreCursor, voids: list[Naming]) -> _Names:
    streams = {match[1] for void in voids if (match := _ID.fullmatch(void.of)) is not None}
    found: _Names = defaultdict(list)
    for condition in _conditions(cursor, "originator_id", streams):
        cursor.execute(
            f"SELECT position, originator_id, originator_version, kind FROM events WHERE {condition.sql}",  # noqa: S608
            condition.parameters,
        )
        for row in cursor.fetchall():
            found[row["kind"], f"{row['originator_id']}.{row['originator_version']}"].append(row["position"])
    return found


def _by_number(cursor: StoreCursor, voids: list[Naming]) -> _Names:
    numbered = [void for void in voids if KINDS[void.of_kind].voided_by is VoidedBy.NUMBER]
    found: _Names = defaultdict(list)
    streams = {key_stream(void.of_kind, (void.of,)): (void.of_kind, void.of) for void in numbered}
    for condition in _conditions(cursor, "originator_id", streams):
        cursor.execute(
            f"SELECT position, originator_id, kind FROM events WHERE {condition.sql}",  # noqa: S608
            condition.parameters,
        )
        for row in cursor.fetchall():
            named = streams[row["originator_id"]]
            # What follows a workflow is in its stream too.
            if row["kind"] == named[0]:
                found[named].append(row["position"])
    for kind, names in _by_kind(numbered).items():
        (field,) = KINDS[kind].natural_key
        number = cursor.dialect.text_field("state", field)
        for condition in _conditions(cursor, number, names):
            cursor.execute(
                f"SELECT position, {number} AS number FROM events WHERE kind=? AND ref<>'' AND {condition.sql}",  # noqa: S608
                [kind, *condition.parameters],
            )
            for row in cursor.fetchall():
                found[kind, row["number"]].append(row["position"])
    return found


def _by_kind(voids: Iterable[Naming]) -> Mapping[str, set[str]]:
    names: dict[str, set[str]] = defaultdict(set)
    for void in voids:
        names[void.of_kind].add(void.of)
    return names


def _conditions(cursor: StoreCursor, column: str, values: Iterable[str]) -> Iterator[Condition]:
    wanted = sorted(set(values))
    for start in range(0, len(wanted), _AT_ONCE):
        yield cursor.dialect.any_of(column, wanted[start : start + _AT_ONCE])


class VoidedFacts:
    """The positions of the facts of a ledger that are voided, read on only where something was recorded since."""

    def __init__(self) -> None:
        """Nothing was read yet."""
        self._until = 0
        self._found: set[int] = set()

    def at(self, cursor: StoreCursor, position: int) -> set[int]:
        """What is voided up to the last position, which it is."""
        if position > self._until:
            self._found |= {each.target for each in void_targets(cursor, self._until, position)}
            self._until = position
        return self._found


def is_any_void(cursor: StoreCursor, after: int) -> bool:
    """Whether a void was recorded after a position."""
    cursor.execute("SELECT 1 FROM events WHERE kind=? AND position>? LIMIT 1", [Void.kind, after])
    return cursor.fetchone() is not None
