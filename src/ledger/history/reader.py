"""Reads the facts of a history: by employee, by stream and by kind, up to a position; never the whole ledger."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic_core import to_json

from ledger.calendar import instant
from ledger.facts.base import Fact
from ledger.facts.codec import load_fact
from ledger.facts.governance import Close
from ledger.facts.void import Void
from ledger.store.dialect import StoreCursor
from ledger.store.events import RecordedEvent
from ledger.store.events_table import SELECT, recorded_event
from ledger.store.mapper import SEALED, FactMapper, fact_id
from ledger.store.void_targets import Naming, VoidTarget, targets_of

_AT_ONCE = 2_000
_SEALED = f'"{SEALED}":"'.encode()


@dataclass(frozen=True, slots=True)
class ReadFact:
    """A fact as it is on the ledger. `recorded_at` is in UTC."""

    position: int
    stream: str
    id: str
    recorded_at: datetime
    business_date: str
    fact: Fact
    erased: bool
    """Something in it was sealed under a key that is gone."""


class HistoryReader:
    """Reads through the cursor of one transaction, and sees nothing after a position."""

    def __init__(self, cursor: StoreCursor, mapper: FactMapper, position: int) -> None:
        """A reader of what was recorded up to a position, that position included."""
        self._cursor = cursor
        self._mapper = mapper
        self._position = position

    def of_employee(self, employee: str) -> list[ReadFact]:
        """The facts whose employee this is: those that name the employee, and what follows or voids them."""
        return self._read("employee=?", [employee])

    def naming(self, employee: str, fields: Mapping[str, Sequence[str]]) -> list[ReadFact]:
        """The facts that name the employee in one of the fields (attribute names) of their kind."""
        kinds = self._cursor.dialect.any_of("kind", list(fields))
        # Every text within the state stands there as JSON writes it, in a list too: few facts are read in vain.
        pattern = to_json(employee).decode()
        for special in "!%_":
            pattern = pattern.replace(special, f"!{special}")
        found = self._read(f"{kinds.sql} AND state LIKE ? ESCAPE '!'", [*kinds.parameters, f"%{pattern}%"])
        return [read for read in found if _names(read.fact, fields[read.fact.kind], employee)]

    def streams(self, streams: Iterable[str]) -> list[ReadFact]:
        """The facts of whole streams."""
        found: list[ReadFact] = []
        names = sorted(set(streams))
        for start in range(0, len(names), _AT_ONCE):
            condition = self._cursor.dialect.any_of("originator_id", names[start : start + _AT_ONCE])
            found += self._read(condition.sql, condition.parameters)
        return found

    def targets_of(self, voids: Iterable[Naming]) -> list[VoidTarget]:
        """What voids take back."""
        return targets_of(self._cursor, voids)

    def right_after(self, position: int, count: int) -> list[ReadFact]:
        """So many facts after a position."""
        return self._read("position>? AND position<=?", [position, position + count])

    def voids_of_nobodys(self) -> list[ReadFact]:
        """The voids of facts that have no employee, or several."""
        return self._read("kind=? AND employee=''", [Void.kind])

    def voids_of(self, employees: Iterable[str]) -> list[ReadFact]:
        """The voids of facts that have one of these employees."""
        condition = self._cursor.dialect.any_of("employee", sorted(set(employees)))
        return self._read(f"kind=? AND {condition.sql}", [Void.kind, *condition.parameters]) if employees else []

    def closings(self) -> dict[str, int]:
        """The closed periods, each with the position of its closing (S11.2)."""
        found: dict[str, int] = {}
        for read in self._read("kind=?", [Close.kind]):
            assert isinstance(read.fact, Close)
            found.setdefault(read.fact.period, read.position)
        return found

    def _read(self, condition: str, parameters: Sequence[Any]) -> list[ReadFact]:
        self._cursor.execute(
            f"{SELECT}WHERE {condition} AND position<=? ORDER BY position", [*parameters, self._position]
        )
        return [self._fact(recorded_event(row)) for row in self._cursor.fetchall()]

    def _fact(self, event: RecordedEvent) -> ReadFact:
        model, state = self._mapper.read_state(event)
        texts = {model.names[attribute] for attribute in model.sealed}
        return ReadFact(
            position=event.id,
            stream=str(event.originator_id),
            id=fact_id(event),
            recorded_at=instant(event.recorded_at),
            business_date=event.business_date,
            fact=load_fact(model, state),
            erased=_SEALED in event.state and texts.isdisjoint(state),
        )


def _names(fact: Fact, attributes: Iterable[str], employee: str) -> bool:
    values = [getattr(fact, attribute) for attribute in attributes]
    return any(value == employee or (isinstance(value, tuple) and employee in value) for value in values)
