"""A fact on the ledger, as it is read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from ledger.appends.appender import Appender
from ledger.calendar import instant
from ledger.facts.base import Fact
from ledger.facts.codec import fields_of, narrowed_fields
from ledger.store.dialect import Dialect
from ledger.store.events import RecordedEvent
from ledger.store.mapper import FactMapper, fact_id


@dataclass(frozen=True, slots=True)
class RecordedFact:
    """A fact on the ledger. `recorded_at` is in UTC."""

    position: int
    id: str
    recorded_at: datetime
    employee: str
    business_date: str
    fact: Fact

    def as_json(self, *, all_reports: bool = False) -> dict[str, Any]:
        """The fact as it is exported: the fields of its kind, then id, position and recorded_at.

        What tells of everyone's figures is in it only for whoever reads `all_reports` whole.
        """
        return {
            "kind": self.fact.kind,
            **(fields_of(self.fact) if all_reports else narrowed_fields(self.fact)),
            "id": self.id,
            "position": self.position,
            "recorded_at": f"{self.recorded_at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}Z",
        }


def recorded_fact(event: RecordedEvent, mapper: FactMapper) -> RecordedFact:
    """The fact of an event; personal texts whose key was destroyed read ``[erased]``."""
    return RecordedFact(
        position=event.id,
        id=fact_id(event),
        recorded_at=instant(event.recorded_at),
        employee=event.employee,
        business_date=event.business_date,
        fact=mapper.to_domain_event(event).fact,
    )


class LookingCursor:
    """A cursor for a reader who needs the store seldom (once a person, for the key): a transaction a statement."""

    def __init__(self, appender: Appender) -> None:
        """A cursor of the appender's store."""
        self._appender = appender
        self._rows: list[Any] = []

    @property
    def dialect(self) -> Dialect:
        """The engine's dialect."""
        with self._appender.look() as (cursor, _now):
            return cursor.dialect

    def execute(self, statement: str, parameters: Sequence[Any] = (), /) -> None:
        """Carry out a statement that reads."""
        with self._appender.look() as (cursor, _now):
            cursor.execute(statement, parameters)
            self._rows = cursor.fetchall()

    def executemany(self, statement: str, rows: Sequence[Sequence[Any]], /) -> None:
        """Nothing is written here."""
        raise AssertionError(f"{statement} for {len(rows)} rows in a transaction that only reads")

    def insert(self, table: str, _columns: Sequence[str], rows: Sequence[Sequence[Any]], /) -> None:
        """Nothing is written here."""
        raise AssertionError(f"{len(rows)} rows for {table} in a transaction that only reads")

    def fetchone(self) -> Any:
        """The next row, or None."""
        return self._rows.pop(0) if self._rows else None

    def fetchall(self) -> list[Any]:
        """The rows that are left."""
        rows, self._rows = self._rows, []
        return rows
