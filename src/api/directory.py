"""The directory: who works in the centre, by number, with name, role and team as they are today."""

from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any

from api.auth.teams import Teams
from ledger.facts.governance import Erasure
from ledger.facts.people import Employee
from ledger.ledger import Ledger
from projections.people import Membership

_KINDS = (Employee.kind, Erasure.kind)
"""What names follow from; after an erasure a name is another."""


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
        return {
            "employee": self.employee,
            "name": self.name,
            "role": self.role,
            "team": self.team,
            "employed": self.employed,
        }


class Directory:
    """The directory of a ledger, read again when something was recorded of its people. Safe to use by many threads."""

    def __init__(self, ledger: Ledger, teams: Teams) -> None:
        """Nothing is read yet."""
        self._ledger = ledger
        self._teams = teams
        self._lock = Lock()
        self._read_at: tuple[int, int, str] = (0, 0, "")
        self._people: list[Person] = []

    def people(self) -> list[Person]:
        """Everybody who is on the ledger, by number."""
        with self._lock:
            membership = self._teams.membership()
            with self._ledger.transactions.looking() as (cursor, _now):
                wanted = cursor.dialect.any_of("kind", sorted(_KINDS))
                cursor.execute(
                    f"SELECT COALESCE(MAX(position), 0) AS last FROM events WHERE {wanted.sql}",  # noqa: S608
                    wanted.parameters,
                )
                named_at = cursor.fetchone()["last"]
            read_at = (named_at, membership.known_at, membership.today)
            if read_at != self._read_at:
                self._people = _people(self._ledger.identifiers.names(), membership)
                self._read_at = read_at
            return self._people


def _people(names: Mapping[str, str], membership: Membership) -> list[Person]:
    today = membership.today
    postings = {number: membership.posting_on(number, today) for number in sorted(names)}
    return [
        Person(number, names[number], held.role, held.team, membership.employed_on(number, today))
        for number, held in postings.items()
        if held is not None
    ]
