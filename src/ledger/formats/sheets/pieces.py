"""Rows to pieces: a piece is what one fact is made of, a row (or a cell of a grid) and which fact of the mapping.

A piece is written as a line of JSON. It is what the quarantine keeps of a refused fact, and what is mended there:
``{"row": {"工号": "1001", …}, "date": "2026-10-12", "cell": "R", "fact": 1}``. A piece without `fact` is a row of
which it cannot be said what it states.
"""

import json
from collections.abc import Iterator
from itertools import product
from math import prod
from typing import Any, NamedTuple

from ledger.formats.sheets.cell_parts import parts_of
from ledger.formats.sheets.layout import Layout, key_of
from ledger.formats.sheets.mapping import Mapping
from ledger.formats.sheets.row_values import Reading, RowValues
from ledger.formats.sheets.workbook import Row
from ledger.refusal import RefusedError

_MOST_OF_A_ROW = 50_000
"""Rows that one row with lists may stand for: two years of dates of a team in one row are 11,000 in a real export."""


class Piece(NamedTuple):
    """The cells of a row by heading, the date and the cell of a grid, and the number of the fact, from 1."""

    row: dict[str, str]
    grid: dict[str, str]
    fact: int | None

    def as_line(self) -> bytes:
        """The piece as a line of JSON."""
        content: dict[str, Any] = {"row": self.row, **self.grid}
        if self.fact is not None:
            content["fact"] = self.fact
        return json.dumps(content, ensure_ascii=False).encode()


class Unfolding:
    """Unfolds the rows of one sheet, in order."""

    def __init__(self, reading: Reading, layout: Layout) -> None:
        """Rows that are laid out so, read so."""
        self._reading = reading
        self._mapping = reading.mapping
        self._layout = layout
        self._above: dict[str, str] = {}

    def rows(self, rows: list[Row]) -> Iterator[tuple[int, dict[str, str]]]:
        """The rows below the headings that have something in a column that is read, with their numbers."""
        read = {key_of(heading) for column in self._mapping.columns.values() for heading in column.heading}
        filled = {key_of(place) for column in self._mapping.columns.values() if column.fill for place in column.heading}
        headings = self._layout.headings
        asked = [key_of(heading) in read or index in self._layout.dates for index, heading in enumerate(headings)]
        for row in rows:
            if row.number <= self._layout.header:
                continue
            cells = row.cells[: len(headings)]
            if not any(cell and asked[index] for index, cell in enumerate(cells)):
                continue
            named = {headings[index]: cell for index, cell in enumerate(cells) if index not in self._layout.dates}
            whole = {heading: text for heading, text in self._with_above(named, filled).items() if text}
            yield row.number, whole | self._layout.fixed | self._dated(cells)

    def pieces(self, row: dict[str, str]) -> Iterator[Piece]:
        """What a row is unfolded to: each of its lists' values, each cell of its grid, each fact that it states."""
        dates = {date: row[date] for date in self._layout.dates.values() if date in row}
        row = {heading: text for heading, text in row.items() if heading not in dates}
        values = RowValues(self._reading, row, {})
        if any(values.fits(rule) for rule in self._mapping.skip):
            return
        if any(values.fits(rule) for rule in self._mapping.refuse):
            yield Piece(row, {}, None)
            return
        split = self._split(row)
        if split is None:
            yield Piece(row, {}, None)
            return
        cells = [{"date": date, "cell": text} for date, text in dates.items()] if self._mapping.grid else [{}]
        for part in split:
            for cell in cells:
                yield from self._facts(part, cell)

    def _facts(self, row: dict[str, str], cell: dict[str, str]) -> Iterator[Piece]:
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

    def _split(self, row: dict[str, str]) -> Iterator[dict[str, str]] | None:
        """The rows that a row with lists stands for; None where a list cannot be read, or they are too many."""
        choices: dict[str, list[str]] = {}
        for column in self._mapping.columns.values():
            wanted = {key_of(heading) for heading in column.heading}
            for heading, text in row.items() if column.split is not None else ():
                if key_of(heading) in wanted:
                    assert column.split is not None
                    parts = parts_of(text, column.split)
                    if parts is None:
                        return None
                    choices[heading] = parts
        if prod(map(len, choices.values())) > _MOST_OF_A_ROW:
            return None
        return (row | dict(zip(choices, chosen, strict=True)) for chosen in product(*choices.values()))

    def _with_above(self, row: dict[str, str], filled: set[str]) -> dict[str, str]:
        """A row with the cells that were merged with those above them."""
        for heading, text in row.items():
            if key_of(heading) in filled:
                row[heading] = self._above[heading] = text or self._above.get(heading, "")
        return row

    def _dated(self, cells: list[str]) -> dict[str, str]:
        """What stands under each date; blank cells of a grid state nothing."""
        return {date: cells[index] for index, date in self._layout.dates.items() if index < len(cells) and cells[index]}


def facts_stated(mapping: Mapping, values: RowValues) -> Iterator[int]:
    """The numbers of the facts that a row states: what they need is there, and their conditions hold."""
    for number, fact in enumerate(mapping.fact, start=1):
        if not fact.collect and not any(values.blank(name) for name in fact.needs) and values.holds(fact.when):
            yield number
