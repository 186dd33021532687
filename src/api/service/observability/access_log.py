"""The access log: who looked at somebody else's pay, and when. Auditors read it; nothing in it is ever changed."""

import os
from dataclasses import asdict, dataclass
from typing import Any

from api.auth.principals import Principal
from api.words.dates import shown_instant
from ledger.ledger import Ledger

_RANDOM_BYTES = 8
BY_DELEGATION = " by delegation"
"""What an operation ends with that only a delegation let somebody look at."""


@dataclass(frozen=True, slots=True)
class Access:
    """What was looked at: `employee` and `period` are empty where it was everyone's, or of all time."""

    operation: str
    employee: str = ""
    period: str = ""
    position: int = 0
    by_delegation: bool = False
    """Whether only a delegation let it be looked at; the operation says so."""

    @property
    def told(self) -> str:
        """The operation as the log tells it."""
        return f"{self.operation}{BY_DELEGATION}" if self.by_delegation else self.operation


@dataclass(frozen=True, slots=True)
class AccessEntry:
    """An entry of the log: when (microseconds since 1970), who in which role, and what."""

    id: str
    at: int
    who: str
    role: str
    operation: str
    employee: str
    period: str
    position: int
    request: str

    def as_json(self) -> dict[str, Any]:
        """The entry as it is shown."""
        return asdict(self) | {"at": shown_instant(self.at)}


class AccessLog:
    """The access log of a ledger."""

    def __init__(self, ledger: Ledger) -> None:
        """Of a ledger."""
        self._ledger = ledger

    def note(self, principal: Principal, access: Access, request: str) -> None:
        """Record that somebody looks at something, before it is shown."""
        with self._ledger.transactions.keeping() as (cursor, now):
            # An id sorts by the instant, and within it by the order of looking.
            moment = f"{now:020d}"
            cursor.execute("SELECT COUNT(*) AS before FROM access_log WHERE id>? AND id<?", [moment, f"{moment}~"])
            before = cursor.fetchone()["before"]
            cursor.execute(
                "INSERT INTO access_log (id, at, who, role, operation, employee, period, position, request) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    f"{moment}-{before:06d}-{os.urandom(_RANDOM_BYTES).hex()}",
                    now,
                    f"{principal.id} {principal.name}",
                    " ".join(principal.role_names),
                    access.told,
                    access.employee,
                    access.period,
                    access.position,
                    request,
                ],
            )

    def entries(self, skip: int, limit: int, employee: str | None = None) -> list[AccessEntry]:
        """Entries in order, after so many; of those who looked at one employee's pay, or at everyone's."""
        chosen, parameters = _of(employee)
        with self._ledger.transactions.looking() as (cursor, _now):
            cursor.execute(
                f"SELECT * FROM access_log {chosen}ORDER BY id LIMIT ? OFFSET ?",  # noqa: S608
                [*parameters, limit, skip],
            )
            names = AccessEntry.__slots__
            return [AccessEntry(*(row[name] for name in names)) for row in cursor.fetchall()]

    def count(self, employee: str | None = None) -> int:
        """How many entries there are, of the same."""
        chosen, parameters = _of(employee)
        with self._ledger.transactions.looking() as (cursor, _now):
            cursor.execute(f"SELECT COUNT(*) AS entries FROM access_log {chosen}", parameters)  # noqa: S608
            return int(cursor.fetchone()["entries"])


def _of(employee: str | None) -> tuple[str, list[Any]]:
    return ("", []) if employee is None else ("WHERE employee IN (?, '') ", [employee])
