"""Facts that are made of all rows of a sheet together: a rule set with every shift type that occurs."""

from typing import Any
from zoneinfo import ZoneInfo

from ledger.formats.sheets.making import fields_of
from ledger.formats.sheets.values import Reading, RowValues
from ledger.refusal import RefusedError


class Collecting:
    """Gathers the facts of a mapping that are marked `collect`: each row's fields laid into one another."""

    def __init__(self, reading: Reading, zone: ZoneInfo) -> None:
        """Nothing is gathered yet."""
        self._reading = reading
        self._zone = zone
        self._stated = [fact for fact in reading.mapping.fact if fact.collect]
        self._gathered: list[dict[str, Any]] = [{} for _ in self._stated]

    def add(self, row: dict[str, str]) -> None:
        """Lay a row's fields into what was gathered; a row that states nothing, or cannot be read, adds nothing."""
        values = RowValues(self._reading, row, {})
        for fact, gathered in zip(self._stated, self._gathered, strict=True):
            try:
                rules = (*self._reading.mapping.skip, *self._reading.mapping.refuse)
                if any(values.fits(rule) for rule in rules) or not values.holds(fact.when):
                    continue
                if not any(values.blank(name) for name in fact.needs):
                    _lay(gathered, fields_of(fact, self._reading.mapping, values, self._zone))
            except RefusedError:
                continue

    def facts(self) -> list[dict[str, Any]]:
        """The facts, each of all rows, in the interchange format."""
        pairs = zip(self._stated, self._gathered, strict=True)
        return [{"kind": fact.kind, **gathered} for fact, gathered in pairs if gathered]


def _lay(under: dict[str, Any], over: dict[str, Any]) -> None:
    """Lay a table into another, table by table; what is in both is taken from the later row."""
    for name, value in over.items():
        if isinstance(value, dict) and isinstance(under.get(name), dict):
            _lay(under[name], value)
        else:
            under[name] = value
