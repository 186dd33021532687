"""The cells of a grid as they were typed, or pasted as rows of a spreadsheet, and the entries that they come to."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any
from unicodedata import normalize

from api.console.form_submission import invalid, number_of
from api.console.visit import Visit
from api.console.wall_time import site_now
from api.operations.entries import Entry
from api.operations.grids import Grid, GridColumn, GridKind, grid_kind
from api.problems import Problem
from api.words.translation import marked

CELL = "cell"
_BETWEEN = "."
_NUMBER = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,2})?", re.ASCII)
_LONGEST = 200
_NOBODY = marked(
    "Row %(row)s of what was pasted begins with %(who)s, who is not in this table; begin each row with an employee "
    "number."
)

Place = tuple[str, int]
"""A cell: whose row, and which column."""
Typed = Mapping[Place, str]


@dataclass(frozen=True, slots=True)
class Changes:
    """The cells that differ from what is recorded, each with its entry or with what is wrong of it."""

    entries: Mapping[Place, Entry]
    wrong: Mapping[Place, Problem]

    @property
    def places(self) -> list[Place]:
        """The cells that were changed."""
        return [*self.entries, *self.wrong]


def recorded(grid: Grid) -> dict[Place, list[str]]:
    """What is recorded in each cell."""
    return {(each.employee, each.column): each.values for each in grid.cells}


def name_of(place: Place) -> str:
    """What the field of a cell is called in the form."""
    employee, column = place
    return f"{CELL}{_BETWEEN}{column}{_BETWEEN}{employee}"


def typed_cells(visit: Visit, grid: Grid) -> dict[Place, str]:
    """What stands in the cells of a form that was sent; of a cell that was not sent, nothing."""
    places = [(employee, column) for employee in grid.employees for column in range(len(grid.columns))]
    given = {place: visit.sent.get(name_of(place)) for place in places}
    return {place: _plain(value) for place, value in given.items() if isinstance(value, str)}


def _plain(text: str) -> str:
    """A text as a spreadsheet has it, with the digits and signs of half width, and no commas between thousands."""
    half = normalize("NFKC", text.strip())
    return half.replace(",", "") if re.fullmatch(r"-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?", half) else half


def pasted_cells(
    visit: Visit, text: str, grid: Grid, called: Sequence[str], names: Mapping[str, str]
) -> dict[Place, str]:
    """The cells of rows that were pasted from a spreadsheet: a number or a name, then the columns in order.

    Where the first row has the names of columns, in their order. Raises Problem for a row that is nobody's.
    """
    rows = [[_plain(cell) for cell in line.split("\t")] for line in text.splitlines() if line.strip()]
    columns = list(range(len(called)))
    if rows and rows[0][0] not in grid.employees and any(cell in called for cell in rows[0][1:]):
        columns = [called.index(cell) if cell in called else -1 for cell in rows.pop(0)[1:]]
    found: dict[Place, str] = {}
    for line, (who, *cells) in enumerate(rows, 1):
        employee = who if who in grid.employees else _named(names, who)
        if employee is None:
            raise invalid(visit, _NOBODY, row=line, who=who[:40] or "–")
        own = cells[1:] if cells and cells[0] == names.get(employee) else cells
        found |= {(employee, at): cell for at, cell in zip(columns, own, strict=False) if at >= 0}
    return found


def _named(names: Mapping[str, str], who: str) -> str | None:
    """Whose name a text is; None where it is nobody's, or that of several."""
    found = [number for number, name in names.items() if name == who]
    return found[0] if len(found) == 1 else None


def changes_of(visit: Visit, grid: Grid, typed: Typed, beside: Mapping[str, Any], key: str) -> Changes:
    """What was changed: cells in which something else stands than what is recorded; of those that add, any."""
    shapes = [grid_kind(column.kind) for column in grid.columns]
    known = recorded(grid)
    entries: dict[Place, Entry] = {}
    wrong: dict[Place, Problem] = {}
    for place, text in typed.items():
        shape, before = shapes[place[1]], known.get(place, [])
        if not text and (shape.adds or not before):
            continue
        if not shape.adds and before and _same(text, before[-1]):
            continue
        try:
            value = _value(visit, shape, text)
            fields = _fields(visit, grid, place, shape, beside, key)
            entries[place] = Entry(shape.model.kind, fields | {shape.model.names[shape.value]: value})
        except Problem as problem:
            wrong[place] = problem
    return Changes(entries, wrong)


def _same(text: str, before: str) -> bool:
    try:
        return Decimal(text) == Decimal(before)
    except InvalidOperation:
        return text == before


def _value(visit: Visit, shape: GridKind, text: str) -> str | None:
    if not text:
        if not shape.may_be_withdrawn:
            raise invalid(visit, marked("A value that is recorded cannot be emptied; enter another one."))
        return None
    if not _NUMBER.fullmatch(text):
        raise invalid(
            visit, marked("%(given)s is not a number; enter one such as 85 or 85.50."), given=f"“{text[:20]}”"
        )
    return text


def _fields(
    visit: Visit, grid: Grid, place: Place, shape: GridKind, beside: Mapping[str, Any], key: str
) -> dict[str, Any]:
    """The fields of an entry but its value: whose, of which period, of which column, and what is for all rows."""
    employee, column = place
    model, now = shape.model, site_now(visit)
    fields: dict[str, Any] = {"employee": employee, "period": grid.period}
    fields = {name: value for name, value in fields.items() if name in model.names.values()}
    if shape.across:
        fields[shape.across] = grid.columns[column].name
    if model.own_number is not None:
        number = number_of(model.kind[:2].upper(), now, key)
        fields[model.names[model.own_number]] = f"{number}-{employee}-{column}"[:_LONGEST]
    for name in model.own_fields:
        if model.tells_of == name and name not in shape.beside:
            fields[model.names[name]] = now.isoformat(timespec="seconds")
    for_all = {model.names[name]: beside.get(model.names[name]) for name in shape.beside}
    return fields | {name: value for name, value in for_all.items() if value}


def heading_of(column: GridColumn, kind: str) -> str:
    """The heading of a column: what it stands for, or what its kind is called."""
    return column.name or kind
