"""Numbers and names that are asked for, as a ledger has them."""

from ledger.decisions.identifiers import settled, settled_number
from ledger.facts.base import Fact
from ledger.facts.identifiers import is_settled, normal
from ledger.facts.people import Employee
from ledger.refusal import Refusal
from ledger.store.events_table import recorded_event
from ledger.store_connection import Store


class Identifiers:
    """Finds identifiers by their exact bytes first, then in their one form."""

    def __init__(self, store: Store) -> None:
        """The identifiers on the ledger in a store."""
        self._store = store

    def settled(self, fact: Fact) -> Fact | Refusal:
        """A fact that is to be recorded, its identifiers as the ledger has them, or else in their one form."""
        with self._store.look() as (cursor, _now):
            return settled(fact, self._store.ledger_state(cursor))

    def number_of(self, kind: str, number: str) -> str:
        """A number of an employee or a workflow as it is on the ledger by its bytes, or else in its one form."""
        if is_settled(number):
            return number
        with self._store.look() as (cursor, _now):
            return settled_number(kind, number, self._store.ledger_state(cursor))

    def team_of_name(self, team: str) -> str:
        """A team's name as somebody was in it by its bytes, or else in its one form."""
        with self._store.look() as (cursor, _now):
            return team if self._store.ledger_state(cursor).has_team(team) else normal(team)

    def names(self) -> dict[str, str]:
        """Employee number to name, as it was last recorded; a void takes a name back where another is left (S11.5)."""
        with self._store.look() as (cursor, _now):
            mapper, state = self._store.mapper(cursor), self._store.ledger_state(cursor)
            cursor.execute("SELECT * FROM events WHERE kind=? ORDER BY position", [Employee.kind])
            rows = cursor.fetchall()
            last = {row["employee"]: row for row in rows}
            last |= {row["employee"]: row for row in rows if not state.is_voided(row["position"])}
            facts = (mapper.to_domain_event(recorded_event(row)).fact for row in last.values())
            return {fact.employee: fact.name for fact in facts if isinstance(fact, Employee)}
