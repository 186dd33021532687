"""Rows to pieces: a piece is what one fact is made of, a row (or a cell of a grid) and which fact of the mapping.

A piece is written as a line of JSON. It is what the quarantine keeps of a refused fact, and what is mended there:
``{"row": {"工号": "1001", …}, "date": "2026-10-12", "cell": "R", "fact": 1}``. In a grid of names it has `heading` for
`date`, or all `cells` of the row by their headings. A piece without `fact` is a row of which it cannot be said what it
states; one with `beyond` has cells that no heading is over, and one with `sheet` is of that sheet, where several are
read.
"""

import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple

from ledger.formats.sheets.heading_keys import folded, key_of
from ledger.formats.sheets.headings import letter_of
from ledger.formats.sheets.layout import Layout
from ledger.formats.sheets.mapping import Mapping
from ledger.formats.sheets.mapping_parts import CELLS, Grid
from ledger.formats.sheets.merged_cells import MergedCells
from ledger.formats.sheets.patterns import compiled
from ledger.formats.sheets.row_context import Reading
from ledger.formats.sheets.row_lists import rows_of_lists
from ledger.formats.sheets.row_values import RowValues
from ledger.formats.sheets.workbook import Merged, Table
from ledger.refusal import RefusedError

_BEGINNING = 2
"""Cells of a row without dates that may say that it is of totals."""
_KEPT = 4_096
_NOBODY = re.compile(r"\D+|\d+\s*(?:人|名|位|people|persons)|.*[:：=＝~～年月日].*", re.IGNORECASE)
"""What no employee number is: a word, how many, a date, hours."""
_BETWEEN_HAN = re.compile(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")
_OF_A_SHEET = b'{"sheet": '


class Piece(NamedTuple):
    """The cells of a row by heading, what it has of a grid, and the number of the fact, from 1."""

    row: dict[str, str]
    grid: dict[str, Any]
    fact: int | None
    beyond: dict[str, str] | None = None

    def as_line(self, sheet: str) -> bytes:
        """The piece as a line of JSON, with the sheet that it is of where that has to be said."""
        content: dict[str, Any] = {"row": self.row, **self.grid}
        if self.beyond:
            content["beyond"] = self.beyond
        if self.fact is not None:
            content["fact"] = self.fact
        if sheet:
            content = {"sheet": sheet, **content}
        return json.dumps(content, ensure_ascii=False).encode()


def sheet_of(line: bytes) -> str:
    """The sheet that a line of a piece says it is of; empty where it says none."""
    if not line.startswith(_OF_A_SHEET):
        return ""
    try:
        return str(json.loads(line)["sheet"])
    except ValueError:
        # A line of somebody's own that begins alike.
        return ""


class WholeRow(NamedTuple):
    """A row below the headings: its number, its cells by heading, and those that no heading is over."""

    number: int
    cells: dict[str, str]
    beyond: dict[str, str]


class Unfolding:
    """Unfolds the rows of one sheet, in order."""

    def __init__(self, reading: Reading, layout: Layout) -> None:
        """Rows that are laid out so, read so."""
        self._reading = reading
        self._mapping = reading.mapping
        self._layout = layout
        self._plain = [(at, heading) for at, heading in enumerate(layout.headings) if at not in layout.across]
        self._first_across = min(layout.across, default=None)
        self._unnamed = layout.unnamed()
        self._beside: dict[str, bool] = {}

    def rows(self, table: Table) -> Iterator[WholeRow]:
        """The rows below the headings that have something in a column that is read; totals, legends, bands are none."""
        layout = self._layout
        read = {key_of(heading) for heading in self._mapping.words()}
        asked = [at for at, heading in enumerate(layout.headings) if at in layout.across or key_of(heading) in read]
        merged = MergedCells(table, self._filled(), layout.across)
        over_all = {each.first_row for each in table.merged if self._is_over_all(each)}
        for row in table.rows:
            if row.number <= layout.header or row.number in over_all:
                continue
            cells = merged.filled(row)
            if layout.is_repeated_by(cells):
                continue
            beyond = self._beyond(cells, is_text=not table.name)
            if not beyond and not any(cells[at] for at in asked if at < len(cells)):
                continue
            named = {heading: cells[at] for at, heading in self._plain if at < len(cells) and cells[at]}
            if not self._is_beside(cells, named):
                yield WholeRow(row.number, named | layout.fixed | self._across(cells), beyond)

    def _is_over_all(self, merged: Merged) -> bool:
        """Whether cells are one over all columns of a row, which is a heading of what follows: 一组."""
        is_a_row = merged.first_row == merged.last_row and merged.first_column == 0
        return is_a_row and merged.last_column > 0 and merged.last_column + 1 >= self._layout.width

    def _filled(self) -> set[int]:
        """The columns of which a merged cell stands for each of its rows."""
        filled = {key_of(place) for column in self._mapping.columns.values() if column.fill for place in column.heading}
        return {at for at, heading in self._plain if key_of(heading) in filled}

    def _is_beside(self, cells: list[str], row: dict[str, str]) -> bool:
        """Whether a row is of totals, a legend or a remark: its beginning says so, and nobody is in it."""
        if not any(self._is_of_others(cell) for cell in self._beginning(cells)):
            return False
        if "employee" not in self._mapping.columns:
            return True
        employee = RowValues(self._reading, row, {}).text("employee")
        if not employee or "employee" in self._reading.given or self._is_of_others(employee):
            return True
        # 图例 | R | 08:30-20:30 and 合计 | 12人: the first cell goes on under the heading of the numbers.
        first = next(cell for cell in cells if cell)
        return first != employee and self._is_of_others(first) and _NOBODY.fullmatch(employee) is not None

    def _beginning(self, cells: list[str]) -> Iterator[str]:
        """What stands in a row before its grid, or first in one without."""
        filled = (cell for cell in cells[: self._first_across] if cell)
        return filled if self._first_across else islice(filled, _BEGINNING)

    def _is_of_others(self, cell: str) -> bool:
        if cell not in self._beside:
            if len(self._beside) >= _KEPT:
                self._beside.clear()
            # 合 计 is spaced out to fill its cell.
            texts = {folded(cell), _BETWEEN_HAN.sub("", folded(cell))}
            patterns = [compiled(each) for each in self._mapping.other_rows]
            self._beside[cell] = any(each.take(text) is not None for each in patterns for text in texts)
        return self._beside[cell]

    def _beyond(self, cells: list[str], *, is_text: bool) -> dict[str, str]:
        """The cells without a heading: between dates, right beside the last one, or in a text file beyond it."""
        width = self._layout.width
        between = {f"column {letter_of(at)}": cells[at] for at in self._unnamed if at < len(cells) and cells[at]}
        if not any(cells[width:] if is_text else cells[width : width + 1]):
            return between
        return between | {f"column {letter_of(width + at)}": cell for at, cell in enumerate(cells[width:]) if cell}

    def pieces(self, whole: WholeRow) -> Iterator[Piece]:
        """What a row is unfolded to: each of its lists' values, each cell of its grid, each fact that it states."""
        across = {over: whole.cells[over] for over in self._layout.across.values() if over in whole.cells}
        row = {heading: text for heading, text in whole.cells.items() if heading not in across}
        values = RowValues(self._reading, row, {})
        if any(values.fits(rule) for rule in self._mapping.skip):
            return
        if whole.beyond:
            yield Piece(whole.cells, {}, None, whole.beyond)
            return
        if any(values.fits(rule) for rule in self._mapping.refuse):
            yield Piece(row, {}, None)
            return
        split = rows_of_lists(self._mapping, row)
        if split is None:
            yield Piece(row, {}, None)
            return
        cells = _of_the_grid(self._mapping.grid, across)
        for part in split:
            for cell in cells:
                yield from self._facts(part, cell)

    def _facts(self, row: dict[str, str], cell: dict[str, Any]) -> Iterator[Piece]:
        values = RowValues(self._reading, row, cell)
        if cell and any(values.fits(rule) for rule in self._mapping.refuse):
            yield Piece(row, cell, None)
            return
        try:
            stated = list(facts_stated(self._mapping, values))
        except RefusedError:
            yield Piece(row, cell, None)
            return
        for number in stated:
            yield Piece(row, cell, number)

    def _across(self, cells: list[str]) -> dict[str, str]:
        """What stands under each date or name; blank cells of a grid state nothing."""
        across = self._layout.across
        return {over: cells[index] for index, over in across.items() if index < len(cells) and cells[index]}


def _of_the_grid(grid: Grid | None, across: dict[str, str]) -> list[dict[str, Any]]:
    """What the pieces of a row have of a grid: each cell and what stands over it, or all cells together."""
    if grid is None:
        return [{}]
    if grid.together:
        return [{CELLS: across}]
    over, cell = grid.columns
    return [{over: name, cell: text} for name, text in across.items()]


def facts_stated(mapping: Mapping, values: RowValues) -> Iterator[int]:
    """The numbers of the facts that a row states: what they need is there, and their conditions hold."""
    for number, fact in enumerate(mapping.fact, start=1):
        if not fact.of_rows and not any(values.blank(name) for name in fact.needs) and values.holds(fact.when):
            yield number
