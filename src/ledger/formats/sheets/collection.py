"""Facts that are made of all rows of a sheet together: a rule set with every shift type that occurs."""

from typing import Any
from zoneinfo import ZoneInfo

from ledger.formats.sheets.fact_templates import fields_of
from ledger.formats.sheets.row_context import Reading
from ledger.formats.sheets.row_values import RowValues
from ledger.refusal import RefusedError


class Collecting:
    """Gathers the facts of a mapping that are marked `collect`: each row's fields laid into one another."""

    def __init__(self, reading: Reading, zone: ZoneInfo) -> None:
        """Nothing is gathered yet."""
        self._reading = reading
        self._zone = zone
        self._stated = [fact for fact in reading.mapping.fact if fact.collect]
        self._gathered: list[dict[str, Any]] = [{} for _ in self._stated]

    def add(self, row: dict[str, str]) -> bool:
        """Lay a row's fields into what was gathered; whether the row could be read."""
        values = RowValues(self._reading, row, {})
        if any(values.fits(rule) for rule in (*self._reading.mapping.skip, *self._reading.mapping.refuse)):
            return True
        try:
            for gathered, fields in zip(self._gathered, self.fields(values), strict=True):
                lay(gathered, fields)
        except RefusedError:
            return False
        return True

    def fields(self, values: RowValues) -> list[dict[str, Any]]:
        """What a row adds to each fact. Raises RefusedError where it cannot be read."""
        return [
            fields_of(fact, self._reading.mapping, values, self._zone)
            if values.holds(fact.when) and not any(values.blank(name) for name in fact.needs)
            else {}
            for fact in self._stated
        ]

    def facts(self) -> list[dict[str, Any]]:
        """The facts, each of all rows, in the interchange format."""
        pairs = zip(self._stated, self._gathered, strict=True)
        return [{"kind": fact.kind, **gathered} for fact, gathered in pairs if gathered]


def lay(under: dict[str, Any], over: dict[str, Any]) -> None:
    """Lay a table into another, table by table, list after list; what else is in both is taken from the later row."""
    for name, value in over.items():
        if isinstance(value, dict) and isinstance(under.get(name), dict):
            lay(under[name], value)
        elif isinstance(value, list) and isinstance(under.get(name), list):
            under[name] = under[name] + value
        else:
            under[name] = value
