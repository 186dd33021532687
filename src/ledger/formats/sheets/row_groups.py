"""Facts that several rows of a sheet state together: a training with a row each of those who took part.

Rows are together that have the same texts in the columns that the fact names. They are one piece, so that what is
refused of one is mended with the others beside it: ``{"rows": [{"工号": "1001", …}, {"工号": "1002", …}], "fact": 1}``.
"""

import json
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from ledger.facts.base import Fact
from ledger.facts.interchange_line import read_object
from ledger.formats.sheets.collection import lay
from ledger.formats.sheets.fact_templates import fields_of
from ledger.formats.sheets.mapping import Mapping
from ledger.formats.sheets.mapping_parts import Stated
from ledger.formats.sheets.row_context import Reading
from ledger.formats.sheets.row_lists import rows_of_lists
from ledger.formats.sheets.row_values import RowValues
from ledger.refusal import refused

ROWS = "rows"
Row = dict[str, str]


class RowGroups:
    """The rows of one sheet, by the facts that they state together."""

    def __init__(self, reading: Reading) -> None:
        """No row is there yet."""
        self._reading = reading
        self._numbered = [(number, fact) for number, fact in enumerate(reading.mapping.fact, start=1) if fact.same]
        self._groups: dict[tuple[int, tuple[str, ...]], tuple[int, list[Row]]] = {}

    def add(self, line: int, row: Row) -> None:
        """A row of a line; one that is passed over, or lacks what the fact needs, states nothing."""
        if not self._numbered:
            return
        values = RowValues(self._reading, row, {})
        if any(values.fits(rule) for rule in self._reading.mapping.skip):
            return
        for number, fact in self._numbered:
            if not any(values.blank(name) for name in fact.needs):
                key = number, tuple(values.text(name) for name in fact.same)
                self._groups.setdefault(key, (line, []))[1].append(row)

    def lines(self, sheet: str) -> Iterator[tuple[int, bytes]]:
        """Each group as a line of JSON, with the number of its first row, in the order of these."""
        for (number, _same), (line, rows) in self._groups.items():
            content: dict[str, Any] = {"sheet": sheet} if sheet else {}
            content |= {ROWS: rows, "fact": number}
            yield line, json.dumps(content, ensure_ascii=False).encode()


def fact_of_rows(rows: object, number: object, reading: Reading, zone: ZoneInfo) -> Fact:
    """The fact that rows state together. Raises RefusedError where it is invalid."""
    mapping = reading.mapping
    stated = _stated(number, mapping)
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise refused(
            "bad_line", 'the rows are not a list; give {"rows": [{heading: text}]} as the quarantine shows it'
        )
    gathered: dict[str, Any] = {}
    for row in rows:
        parts = rows_of_lists(mapping, row) if all(isinstance(text, str) for text in row.values()) else None
        if parts is None:
            raise refused(
                "bad_line", "a row has a list that cannot be read; give its values apart, or on rows of their own"
            )
        for part in parts:
            values = RowValues(reading, part, {})
            for rule in mapping.refuse:
                if values.fits(rule):
                    raise refused("refused_by_mapping", rule.because)
            if values.holds(stated.when):
                lay(gathered, fields_of(stated, mapping, values, zone))
    return read_object({"kind": stated.kind, **gathered})


def _stated(number: object, mapping: Mapping) -> Stated:
    facts = {at: fact for at, fact in enumerate(mapping.fact, start=1) if fact.same}
    if number is None and len(facts) == 1:
        return next(iter(facts.values()))
    if not isinstance(number, int) or number not in facts:
        raise refused(
            "bad_line", f"rows together state no fact {number}; name one of {', '.join(map(str, facts)) or 0}"
        )
    return facts[number]
