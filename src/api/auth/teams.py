"""Which team somebody was in on a date: what a team leader's reach is held to, for every view and every fact."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock

from ledger.calendar import instant
from ledger.facts.people import Assignment, Employee, Leaving
from ledger.ledger import Ledger

_KINDS = (Employee.kind, Assignment.kind, Leaving.kind)
"""What follows from them is read again when one more is recorded."""


@dataclass(frozen=True, slots=True)
class Membership:
    """Who was in which team when (S1.2), as the ledger knows it now, also where a report is asked for as of before.

    Dates are texts, `YYYY-MM-DD`.
    """

    known_at: int = 0
    """The position of the last fact that it follows from."""
    today: str = ""
    """In the site's time zone; empty where there is no site."""
    steps: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)
    """By employee: from which date on, and in which team; the first from always."""
    last_days: Mapping[str, str] = field(default_factory=dict)
    """The last days of those who leave or have left."""

    def team_on(self, employee: str, day: str) -> str | None:
        """The team of an employee on a date; None where there is no such employee."""
        steps = self.steps.get(employee)
        return None if steps is None else [team for first, team in steps if first <= day][-1]

    def team_of_period(self, employee: str, last_day: str) -> str | None:
        """S2.4: the team of an employee in a period, by its last day: the one on the last day employed within it."""
        return self.team_on(employee, min(last_day, self.last_days.get(employee, last_day)))

    def teams_between(self, employee: str, first: str, last: str) -> Iterator[str]:
        """The teams of an employee on the dates between two, both included."""
        team = self.team_on(employee, first)
        if team is not None:
            yield team
            yield from (team for day, team in self.steps[employee] if first < day <= last)


class Teams:
    """The teams of a ledger's people; read again when somebody was recorded, moved or left."""

    def __init__(self, ledger: Ledger) -> None:
        """Nothing is read yet."""
        self._ledger = ledger
        self._lock = Lock()
        self._read = Membership()

    def membership(self) -> Membership:
        """Who was in which team when, as it is known now."""
        with self._lock, self._ledger.looking() as (cursor, now):
            wanted = cursor.dialect.any_of("kind", list(_KINDS))
            cursor.execute(
                f"SELECT COALESCE(MAX(position), 0) AS last FROM events WHERE {wanted.sql}",  # noqa: S608
                wanted.parameters,
            )
            last = cursor.fetchone()["last"]
            site = self._ledger.site
            today = "" if site is None else instant(now).astimezone(site.zone).date().isoformat()
            if (last, today) != (self._read.known_at, self._read.today):
                self._read = _read(self._ledger, last, today)
            return self._read


def _read(ledger: Ledger, until: int, today: str) -> Membership:
    moves: dict[str, dict[str, str]] = {}
    hired: dict[str, str] = {}
    last_days: dict[str, str] = {}
    for recorded in ledger.select(0, until, _KINDS, None, until):
        fact = recorded.fact
        if isinstance(fact, Employee):
            hired[fact.employee] = fact.team
        elif isinstance(fact, Assignment) and fact.team is not None:
            moves.setdefault(fact.employee, {})[fact.from_.isoformat()] = fact.team
        elif isinstance(fact, Leaving):
            last_days.pop(fact.employee, None)
            if fact.last_day is not None:
                last_days[fact.employee] = fact.last_day.isoformat()
    steps = {employee: (("", team), *sorted(moves.get(employee, {}).items())) for employee, team in hired.items()}
    return Membership(until, today, steps, last_days)
