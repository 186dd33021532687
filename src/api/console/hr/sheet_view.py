"""The sheets of a file as a page shows them: rows of cells, the wrong ones marked with their sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from starlette.datastructures import FormData

from api.console.hr.line_words import refused_because
from api.operations.waiting_files import Mended, Table
from api.words.language import Language

EDIT = "edit"
ROWS = 50
"""So many rows are shown at once."""
_ABOVE = 2
"""Rows that are shown above the wrong ones, as their headings."""
_WIDEST = 80
_BETWEEN = "."

Issues = Sequence[Mapping[str, Any]]


@dataclass
class Cell:
    """A cell: its text, what it is called in the form, its address, and the sentences of what is wrong with it."""

    text: str
    name: str
    address: str
    wrong: list[str] = field(default_factory=list)


@dataclass
class ShownRow:
    """A row: its number in the file, its cells, and what is wrong with it."""

    number: int
    cells: list[Cell]
    wrong: list[str]


@dataclass(frozen=True)
class ShownSheet:
    """A part of a sheet: its name, how many columns it has, its rows, and how many there are to look through."""

    name: str
    letters: list[str]
    rows: list[ShownRow]
    count: int


def letter_of(column: int) -> str:
    """The letters of a column, from 0."""
    letters, rest = "", column + 1
    while rest:
        rest, last = divmod(rest - 1, 26)
        letters = chr(ord("A") + last) + letters
    return letters


def sheets_shown(
    tables: Sequence[Table],
    issues: Issues,
    language: Language,
    start: int,
    *,
    wrong_only: bool,
    not_read: Sequence[str],
) -> list[ShownSheet]:
    """The rows from a place on of the sheets that are read; of a sheet only its wrong ones, where that is asked."""
    read = [(place, table) for place, table in enumerate(tables) if table.name not in not_read]
    return [_shown(place, table, _of_sheet(issues, table, read), language, start, wrong_only) for place, table in read]


def _of_sheet(issues: Issues, table: Table, read: Sequence[tuple[int, Table]]) -> dict[int, list[Mapping[str, Any]]]:
    found: dict[int, list[Mapping[str, Any]]] = {}
    for issue in issues:
        if issue.get("sheet", table.name if len(read) == 1 else "") == table.name:
            found.setdefault(issue["line"], []).append(issue)
    return found


def _shown(
    place: int,
    table: Table,
    wrong: Mapping[int, Sequence[Mapping[str, Any]]],
    language: Language,
    start: int,
    wrong_only: bool,
) -> ShownSheet:
    filled = [row for row in table.rows if any(row.cells)]
    above = filled[:_ABOVE] if wrong_only else []
    rows = [row for row in filled if row.number in wrong and row not in above] if wrong_only else filled
    width = min(max((len(row.cells) for row in filled), default=0), _WIDEST)
    shown = [
        _row(place, row.number, row.cells[:width], wrong.get(row.number, ()), language)
        for row in (*above, *rows[start : start + ROWS])
    ]
    return ShownSheet(table.name, [letter_of(at) for at in range(width)], shown, len(rows))


def _row(
    place: int, number: int, texts: Sequence[str], issues: Sequence[Mapping[str, Any]], language: Language
) -> ShownRow:
    cells = [
        Cell(text, _BETWEEN.join((EDIT, str(place), str(number), str(at))), f"{letter_of(at)}{number}")
        for at, text in enumerate(texts)
    ]
    known = {cell.address: cell for cell in cells}
    said: list[str] = []
    for issue in issues:
        message = issue["message"].removeprefix(f"sheet {issue.get('sheet', '')}: ")
        sentence = refused_because(issue["code"], message, language)
        cell = known.get(str(issue.get("cell", "")))
        if cell is not None and sentence not in cell.wrong:
            cell.wrong.append(sentence)
        told = sentence if cell is None else f"{cell.address}: {sentence}"
        if told not in said:
            said.append(told)
    return ShownRow(number, cells, said)


def mended_cells(sent: FormData, tables: Sequence[Table]) -> list[Mended]:
    """The cells of a form that differ from those of the file; what names no cell of it is passed over."""
    known = {
        _BETWEEN.join((EDIT, str(place), str(row.number), str(at))): (Mended(place, row.number, at, text))
        for place, table in enumerate(tables)
        for row in table.rows
        for at, text in enumerate(row.cells)
    }
    found = []
    for name, value in sent.multi_items():
        if name in known and isinstance(value, str) and value.strip() != known[name].text:
            found.append(known[name]._replace(text=value.strip()))
    return found
