"""Which cell of a row is at fault: the column whose value cannot be had, else the one that a refused field is made of.

It is said as a spreadsheet says it, such as D5; empty where it is the row as a whole.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ledger.facts.base import KINDS
from ledger.formats.sheets.headings import letter_of
from ledger.formats.sheets.layout import Layout
from ledger.formats.sheets.mapping import Mapping as SheetMapping
from ledger.formats.sheets.mapping import references_in
from ledger.formats.sheets.mapping_parts import CELLS, NAME, Stated
from ledger.formats.sheets.row_context import Reading
from ledger.formats.sheets.row_values import RowValues
from ledger.refusal import Refusal, RefusedError

_EMPLOYEE, _DATE = "employee", "date"
_OF_PEOPLE = ("unknown_employee", "unknown_pin")
_FIELD = re.compile(r"(?:^|: )[a-z_]+: (?:the field )?([a-z_]+)\b")


def cell_at_fault(reading: Reading, layout: Layout, row: int, piece: Mapping[str, Any], refusal: Refusal) -> str:
    """The address of the cell for which a piece of a row was refused; empty where that is not known."""
    cells, grid = piece.get("row"), {name: piece[name] for name in (_DATE, NAME, "cell", CELLS) if name in piece}
    if not isinstance(cells, dict):
        return ""
    over = str(grid.get(_DATE) or grid.get(NAME) or "")
    values = RowValues(reading, cells, grid)
    stated = _stated(reading.mapping, piece.get("fact"))
    name = _unread(values, stated, reading.mapping) or _refused(refusal, stated)
    column = _column(reading, layout, name, over) if name else None
    if column is None and over:
        column = _across(layout, over)
    return "" if column is None else f"{letter_of(column)}{row}"


def _stated(mapping: SheetMapping, number: object) -> list[Stated]:
    if isinstance(number, int) and 1 <= number <= len(mapping.fact):
        return [mapping.fact[number - 1]]
    return list(mapping.fact)


def _names_of(stated: Stated, mapping: SheetMapping) -> Iterator[str]:
    """The columns that a fact is made of, in the order of its fields."""
    known = mapping.column_names()
    for name in KINDS[stated.kind].names.values():
        if name in stated.fields:
            yield from references_in(stated.fields[name])
        elif name in known:
            yield name


def _unread(values: RowValues, stated: list[Stated], mapping: SheetMapping) -> str:
    """The first column whose value cannot be had; empty where all can."""
    for name in dict.fromkeys(name for each in stated for name in (*each.when, *each.needs, *_names_of(each, mapping))):
        try:
            values.value(name)
        except RefusedError:
            return name
        except AssertionError:
            continue
    return ""


def _refused(refusal: Refusal, stated: list[Stated]) -> str:
    """The column that the field is made of for which a fact was refused."""
    if refusal.code in _OF_PEOPLE:
        return _EMPLOYEE
    found = _FIELD.search(refusal.message)
    if found is None:
        return ""
    for each in stated:
        if found[1] in each.fields:
            return next(references_in(each.fields[found[1]]), "")
    return found[1]


def _column(reading: Reading, layout: Layout, name: str, over: str) -> int | None:
    """Where a column stands on the sheet; None where it does not."""
    mapping = reading.mapping
    if over and (name in mapping.grid_columns() or mapping.is_of_a_cell(name)):
        return _across(layout, over)
    spec = mapping.columns.get(name)
    if spec is None:
        return None
    keys = {reading.key_of(heading) for heading in spec.heading}
    return next((at for at, heading in enumerate(layout.headings) if reading.key_of(heading) in keys), None)


def _across(layout: Layout, over: str) -> int | None:
    return next((at for at, named in layout.across.items() if named == over), None)
