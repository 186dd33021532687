"""Which team somebody is in today: what a team leader's reach is held to."""

from collections.abc import Mapping
from threading import Lock

from ledger.calendar import instant
from ledger.facts.people import Assignment, Employee
from ledger.ledger import Ledger


class Teams:
    """The teams of a ledger's people; read again when somebody was recorded or moved."""

    def __init__(self, ledger: Ledger) -> None:
        """Nothing is read yet."""
        self._ledger = ledger
        self._lock = Lock()
        self._read_at = (0, 0)
        self._steps: dict[str, list[tuple[str, str]]] = {}
        self._teams_of = ""
        self._teams: Mapping[str, str] | None = None

    def team_of(self, employee: str) -> str | None:
        """The team of an employee today (S1.2); None where there is no such employee."""
        return self.today().get(employee)

    def today(self) -> Mapping[str, str]:
        """The team of everybody today, by employee number."""
        with self._lock, self._ledger.looking() as (cursor, now):
            marks = []
            for kind in (Employee.kind, Assignment.kind):
                cursor.execute("SELECT COALESCE(MAX(position), 0) AS last FROM events WHERE kind=?", [kind])
                marks.append(cursor.fetchone()["last"])
            if tuple(marks) != self._read_at:
                cursor.execute(
                    "SELECT position FROM events WHERE kind IN (?, ?) ORDER BY position",
                    [Employee.kind, Assignment.kind],
                )
                self._read([row["position"] for row in cursor.fetchall()])
                self._read_at, self._teams = (marks[0], marks[1]), None
            site = self._ledger.site
            if site is None:
                return {}
            today = instant(now).astimezone(site.zone).date().isoformat()
            if self._teams is None or self._teams_of != today:
                self._teams_of, self._teams = today, _teams_at(self._steps, today)
            return self._teams

    def _read(self, positions: list[int]) -> None:
        standing: dict[str, dict[str, str]] = {}
        hired: dict[str, str] = {}
        for recorded in self._ledger.facts_at(positions):
            fact = recorded.fact
            if isinstance(fact, Employee):
                hired[fact.employee] = fact.team
                standing.setdefault(fact.employee, {})
            elif isinstance(fact, Assignment) and fact.team is not None:
                standing.setdefault(fact.employee, {})[fact.from_.isoformat()] = fact.team
        self._steps = {
            employee: [("", hired[employee]), *sorted(moves.items())]
            for employee, moves in standing.items()
            if employee in hired
        }


def _teams_at(steps: Mapping[str, list[tuple[str, str]]], today: str) -> dict[str, str]:
    return {employee: [team for first, team in moves if first <= today][-1] for employee, moves in steps.items()}
