"""Which team somebody was in on a date: what a team leader's reach is held to, for every view and every fact."""

from threading import Lock

from ledger.calendar import instant
from ledger.facts.people import Assignment, Employee, Leaving
from ledger.ledger import Ledger
from projections.engine import PolarsEngine
from projections.journal import JournalReader
from projections.people import TABLES_READ, Membership, membership
from projections.tables import Tables

_KINDS = (Employee.kind, Assignment.kind, Leaving.kind)
"""What follows from them is read again when one more is recorded."""


class Teams:
    """The roles and teams of a ledger's people; read again when somebody was recorded, moved or left.

    As the ledger knows them now, also where a report is asked for as of before.
    """

    def __init__(self, ledger: Ledger) -> None:
        """Nothing is read yet."""
        self._ledger = ledger
        self._lock = Lock()
        self._read = Membership()

    def membership(self) -> Membership:
        """Who was in which team when, as it is known now."""
        with self._lock:
            known_at, today = self._last()
            if (known_at, today) != (self._read.known_at, self._read.today):
                self._read = _read(self._ledger, known_at, today)
            return self._read

    def has_left(self, employee: str) -> bool:
        """Whether somebody's last day at the site has passed; not of who is not on the ledger."""
        if not self._ledger.exists():
            return False
        known = self.membership()
        _, last_day = known.employment.get(employee, ("", None))
        return last_day is not None and last_day < known.today

    def _last(self) -> tuple[int, str]:
        """The position of the last fact that teams follow from, and today's date at the site."""
        with self._ledger.transactions.looking() as (cursor, now):
            wanted = cursor.dialect.any_of("kind", list(_KINDS))
            cursor.execute(
                f"SELECT COALESCE(MAX(position), 0) AS last FROM events WHERE {wanted.sql}",  # noqa: S608
                wanted.parameters,
            )
            last: int = cursor.fetchone()["last"]
        site = self._ledger.site
        return last, "" if site is None else instant(now).astimezone(site.zone).date().isoformat()


def _read(ledger: Ledger, until: int, today: str) -> Membership:
    if not until:
        return Membership(until, today)
    journal = JournalReader(ledger).tables(TABLES_READ, until)
    return membership(Tables(journal, PolarsEngine()), today)
