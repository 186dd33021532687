"""The directory: who works in the centre, by number, with name, role and team as they are today."""

from dataclasses import asdict, dataclass, replace
from threading import Lock
from typing import Any

from ledger.calendar import instant
from ledger.facts.governance import Erasure
from ledger.facts.people import Assignment, Employee, Leaving
from ledger.ledger import Ledger

_KINDS = (Employee.kind, Assignment.kind, Leaving.kind, Erasure.kind)
"""What the directory follows from; after an erasure a name is another."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the centre as of today (S1.2); `employed` is false before the first day and after the last."""

    employee: str
    name: str
    role: str
    team: str
    employed: bool

    def as_json(self) -> dict[str, Any]:
        """The person as it is answered."""
        return asdict(self)


class Directory:
    """The directory of a ledger, read again when something was recorded of its people. Safe to use by many threads."""

    def __init__(self, ledger: Ledger) -> None:
        """Nothing is read yet."""
        self._ledger = ledger
        self._lock = Lock()
        self._read_at: tuple[int, str] = (0, "")
        self._people: list[Person] = []

    def people(self) -> list[Person]:
        """Everybody who is on the ledger, by number."""
        with self._lock:
            with self._ledger.looking() as (cursor, now):
                wanted = cursor.dialect.any_of("kind", sorted(_KINDS))
                cursor.execute(
                    f"SELECT COALESCE(MAX(position), 0) AS last FROM events WHERE {wanted.sql}",  # noqa: S608
                    wanted.parameters,
                )
                last = cursor.fetchone()["last"]
            site = self._ledger.site
            today = "" if site is None else instant(now).astimezone(site.zone).date().isoformat()
            if (last, today) != self._read_at:
                self._people = self._read(last, today)
                self._read_at = (last, today)
            return self._people

    def _read(self, until: int, today: str) -> list[Person]:
        found: dict[str, Person] = {}
        hired: dict[str, str] = {}
        moves: dict[str, dict[str, Assignment]] = {}
        leaving: dict[str, Leaving] = {}
        for recorded in self._ledger.select(0, until, _KINDS, None, until):
            fact = recorded.fact
            if isinstance(fact, Employee):
                found[fact.employee] = Person(fact.employee, fact.name, fact.role, fact.team, employed=True)
                hired[fact.employee] = fact.hired_on.isoformat()
            elif isinstance(fact, Assignment):
                moves.setdefault(fact.employee, {})[fact.from_.isoformat()] = fact
            elif isinstance(fact, Leaving):
                leaving[fact.employee] = fact
        return [
            _as_of(found[number], hired[number], moves.get(number, {}), leaving.get(number), today)
            for number in sorted(found)
        ]


def _as_of(person: Person, hired: str, moves: dict[str, Assignment], left: Leaving | None, today: str) -> Person:
    for first, move in sorted(moves.items()):
        if first <= today:
            person = replace(person, role=move.role or person.role, team=move.team or person.team)
    last_day = None if left is None or left.last_day is None else left.last_day.isoformat()
    return replace(person, employed=hired <= today and (last_day is None or today <= last_day))
