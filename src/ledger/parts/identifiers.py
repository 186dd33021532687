"""The numbers and names that are asked for, as a ledger has them: the part of the door that finds identifiers."""

from collections.abc import Iterator
from contextlib import contextmanager

from ledger.appends.ledger_state import Standing
from ledger.decisions.identifiers import settled, settled_number
from ledger.facts.base import Fact
from ledger.facts.identifiers import is_settled, normal
from ledger.refusal import Refusal
from ledger.store.keys.keyring import Keyring
from ledger.store.mapper import FactMapper
from ledger.store_connection import Store


class LedgerNumbers:
    """Finds identifiers by their exact bytes first, then in their one form."""

    _store: Store
    _keyring: Keyring

    def settled(self, fact: Fact) -> Fact | Refusal:
        """A fact that is to be recorded, its identifiers as the ledger has them, or else in their one form."""
        with self._standing() as standing:
            return settled(fact, standing)

    def number_of(self, kind: str, number: str) -> str:
        """A number of an employee or a workflow as it is on the ledger by its bytes, or else in its one form."""
        if is_settled(number):
            return number
        with self._standing() as standing:
            return settled_number(kind, number, standing)

    def team_of_name(self, team: str) -> str:
        """A team's name as somebody was in it by its bytes, or else in its one form."""
        with self._standing() as standing:
            return team if standing.has_team(team) else normal(team)

    @contextmanager
    def _standing(self) -> Iterator[Standing]:
        with self._store.use() as (_recorder, appender), appender.look() as (cursor, _now):
            yield Standing(cursor, FactMapper(self._keyring, cursor), set())
