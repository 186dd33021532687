"""The facts that name an employee who must be on the ledger: in a field of their own, or in a list (S11.5)."""

from collections.abc import Iterator

from ledger.facts.base import KINDS, Fact
from ledger.store.dialect import Dialect, StoreCursor
from ledger.store.events import RecordedEvent
from ledger.store.events_table import SELECT, recorded_event


def events_that_may_name(cursor: StoreCursor, employee: str, after: int) -> Iterator[RecordedEvent]:
    """The events after a position that name an employee, and those that name several people in a list."""
    for kind, model in KINDS.items():
        if model.on_ledger:
            condition, parameters = _condition(cursor.dialect, model, employee)
            cursor.execute(f"{SELECT}WHERE kind=? AND position>? AND ({condition})", [kind, after, *parameters])
            yield from map(recorded_event, cursor.fetchall())


def is_named(fact: Fact, employee: str) -> bool:
    """Whether a fact names an employee who must be on the ledger, in a field or in a list."""
    return employee in fact.employees_named


def _condition(dialect: Dialect, model: type[Fact], employee: str) -> tuple[str, list[str]]:
    """What to look for among the events of a kind; what follows another is stored under that one's employee."""
    if model.on_ledger == ("employee",) and model.follows is None:
        return "employee=?", [employee]
    ways = {field: dialect.text_field("state", model.names[field]) for field in model.on_ledger}
    listed = f"{ways.pop(model.of_people)} IS NOT NULL" if model.of_people in ways else None
    conditions = [*(f"{way}=?" for way in ways.values()), *([listed] if listed else [])]
    return " OR ".join(conditions), [employee] * len(ways)
