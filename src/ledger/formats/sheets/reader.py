"""The reader of a sheet: the file's pieces as lines, and each line as its fact."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from ledger.facts.base import Fact
from ledger.facts.interchange_line import parse_object, read_object
from ledger.facts.people import Site
from ledger.file_lines import Line
from ledger.formats.sheets.collection import Collecting
from ledger.formats.sheets.fact_templates import made
from ledger.formats.sheets.faults import cell_at_fault
from ledger.formats.sheets.grid_names import refuse_same_names
from ledger.formats.sheets.layout import Found, Layout, laid_out
from ledger.formats.sheets.mapping import REFERENCE
from ledger.formats.sheets.mapping import Mapping as SheetMapping
from ledger.formats.sheets.mapping_parts import CELLS
from ledger.formats.sheets.pieces import Piece, Unfolding, facts_stated
from ledger.formats.sheets.rival_headings import refuse_rivals
from ledger.formats.sheets.row_context import Reading
from ledger.formats.sheets.row_groups import ROWS, RowGroups, fact_of_rows
from ledger.formats.sheets.row_values import RowValues
from ledger.formats.sheets.sandbox import tables_of
from ledger.formats.sheets.selection import selected
from ledger.formats.sheets.stacked_tables import refuse_second_table
from ledger.formats.sheets.title_spans import Span, UnclearTitleError, span_of
from ledger.refusal import LedgerError, Refusal, RefusedError, refused

OPTIONS = ("mapping", "name", "set", "pins")
_PIECE = ("row", "date", "heading", "cell", "cells", "fact")
_SHEET, _BEYOND = "sheet", "beyond"
_TOGETHER = {ROWS, "fact", _SHEET}


class SheetReader:
    """Reads the lines that it makes of a file, and those that were mended in the quarantine."""

    def __init__(self, name: str, mapping: SheetMapping, reading: Reading, site: Site) -> None:
        """A reader by a mapping, for the site whose time the sheets are in."""
        self._name = name
        self._mapping = mapping
        self._reading = reading
        self._zone = site.zone
        self.not_read: tuple[str, ...] = ()
        """Sheets of the file last read that are shown and were not read."""
        self._layouts: dict[str, Layout] = {}

    def lines(self, file: BinaryIO, offset: int = 0) -> Iterator[Line]:
        """The pieces of a file as lines, as if they stood in a file of their own; those before an offset left out.

        A line has the number of its row. Raises LedgerError where the file and the mapping do not fit.
        """
        start = 0
        for number, raw in self._numbered(file):
            line = Line(number, start, len(raw), raw)
            start = line.end
            if line.offset >= offset:
                yield line

    def __call__(self, raw: bytes) -> Fact:
        """The fact of a line. Raises RefusedError where it is invalid."""
        piece = parse_object(raw)
        if "kind" in piece:
            return read_object(piece)
        if ROWS in piece and not {*piece} - _TOGETHER:
            return fact_of_rows(piece[ROWS], piece.get("fact"), self._reading, self._zone)
        row = piece.get("row")
        grid = {name: piece[name] for name in (*self._mapping.grid_columns(), CELLS) if name in piece}
        cells = grid.get(CELLS, {})
        if not isinstance(row, dict) or not isinstance(cells, dict) or not _are_texts(row, cells, grid):
            raise refused("bad_line", 'the line is not a row; give {"row": {heading: text}} as the quarantine shows it')
        unknown = sorted({*piece} - {*_PIECE, _SHEET, _BEYOND})
        if unknown:
            raise refused("bad_line", f"the line has {unknown[0]!r}; a row's line has {', '.join(_PIECE)}")
        if _BEYOND in piece:
            raise _has_cells_beyond(row, piece[_BEYOND])
        values = RowValues(self._reading, row, grid)
        self._refuse_by_rule(values)
        return made(self._mapping.fact[self._which(piece.get("fact"), values) - 1], self._mapping, values, self._zone)

    def cell_of(self, row: int, raw: bytes, refusal: Refusal) -> str:
        """The cell of the file last read for which the piece of a row was refused, such as D5; empty: not one cell."""
        try:
            piece = parse_object(raw)
        except RefusedError:
            return ""
        layout = self._layouts.get(str(piece.get(_SHEET, "")))
        return "" if layout is None else cell_at_fault(self._reading, layout, row, piece, refusal)

    def _numbered(self, file: BinaryIO) -> Iterator[tuple[int, bytes]]:
        mapping, given = self._mapping, self._reading.given
        tables = tables_of(file, mapping.sheet, self._name, mapping.words())
        chosen = selected(tables, mapping, self._name, given)
        self.not_read = chosen.not_read
        collecting = Collecting(self._reading, self._zone)
        header = 1
        for found in chosen.found:
            sheet = found.table.name if len(chosen.found) > 1 else ""
            layout = laid_out(found, mapping, self._name, self._span)
            header = layout.header
            self._layouts[sheet] = layout
            refuse_second_table(found.table, layout, mapping, self._name)
            refuse_rivals(found.table, layout, self._reading, self._name)
            if mapping.grid and mapping.grid.across == "names":
                refuse_same_names(layout.across, self._reading, self._name)
            yield from self._rows(found, layout, collecting, sheet)
        for fact in collecting.facts():
            yield header, json.dumps(fact, ensure_ascii=False).encode()

    def _rows(self, found: Found, layout: Layout, collecting: Collecting, sheet: str) -> Iterator[tuple[int, bytes]]:
        unfolding, groups = Unfolding(self._reading, layout), RowGroups(self._reading)
        for row in unfolding.rows(found.table):
            for piece in unfolding.pieces(row):
                yield row.number, piece.as_line(sheet)
            if row.beyond:
                continue
            groups.add(row.number, row.cells)
            if not collecting.add(row.cells):
                yield row.number, Piece(row.cells, {}, None).as_line(sheet)
        yield from groups.lines(sheet)

    def _span(self, fixed: dict[str, str]) -> Span:
        """The days of a grid: from a fixed cell, or given."""
        assert self._mapping.grid is not None
        values = RowValues(self._reading, fixed, {})
        whole = REFERENCE.fullmatch(self._mapping.grid.period)
        text = values.text(whole[1]) if whole else str(values.filled(self._mapping.grid.period))
        try:
            return span_of(text)
        except UnclearTitleError:
            said = f"the period is {text[:60]!r}" if text else "the period is empty"
            raise LedgerError(
                f"{said}; give a month such as 2026-10, or two dates such as 2026-09-26 至 2026-10-25, in the title or "
                "by --set period=YYYY-MM"
            ) from None

    def _refuse_by_rule(self, values: RowValues) -> None:
        for rule in self._mapping.refuse:
            if values.fits(rule):
                raise refused("refused_by_mapping", rule.because)

    def _which(self, number: object, values: RowValues) -> int:
        """The fact that a line is for; a line that does not say, as one that was mended, must state just one."""
        if number is None:
            stated = list(facts_stated(self._mapping, values))
            if not stated:
                # A row that has nothing to add to a fact of all rows says why.
                Collecting(self._reading, self._zone).fields(values)
            if len(stated) != 1:
                raise refused(
                    "bad_line",
                    f'the row states {len(stated)} facts; name one by its number in the mapping, such as "fact": 1',
                )
            return stated[0]
        if not isinstance(number, int) or not 1 <= number <= len(self._mapping.fact):
            raise refused("bad_line", f"there is no fact {number} in the mapping; it has {len(self._mapping.fact)}")
        return number


def _are_texts(row: dict[str, Any], cells: dict[str, Any], grid: dict[str, Any]) -> bool:
    """Whether all that a line has of a row, and of a grid, is text."""
    alone = (text for name, text in grid.items() if name != CELLS)
    return all(isinstance(text, str) for text in (*row.values(), *cells.values(), *alone))


def _has_cells_beyond(row: dict[str, str], beyond: object) -> RefusedError:
    """The refusal of a row with more cells than headings: which heading each is under is not certain."""
    shown = (
        ", ".join(f"{place} has {str(text)[:40]!r}" for place, text in beyond.items())
        if isinstance(beyond, dict)
        else ""
    )
    return refused(
        "cells_beyond",
        f"the row has more cells than there are headings ({shown or 'beyond the last'}); put a text that has the "
        "delimiter in it between quotation marks, give the column a heading, or empty the cell",
    )


def reader(options: Mapping[str, Any], site: Site | None) -> SheetReader:
    """The reader of sheets.

    Options: `mapping`, the content of the mapping, and `name`, what it is called; `set`, texts for columns; `pins`, a
    table of what the sheet has for an employee, and the employee number.
    """
    unknown = [name for name in options if name not in OPTIONS]
    if unknown:
        raise LedgerError(f"the format sheet has no option {unknown[0]}; its options are {', '.join(OPTIONS)}")
    content = options.get("mapping")
    if content is None:
        raise LedgerError(
            "a sheet needs a mapping: give --map with a TOML file, or the name of a mapping that is shipped"
        )
    if site is None:
        raise LedgerError("a sheet needs a site for its time zone: record the site first, with init")
    name = str(options.get("name", "given"))
    mapping = SheetMapping.read(name, content)
    given = {column: str(text) for column, text in (options.get("set") or {}).items()}
    for column in given:
        if column not in mapping.columns:
            raise LedgerError(
                f"mapping {name}: --set {column}: there is no such column; its columns are {', '.join(mapping.columns)}"
            )
    return SheetReader(name, mapping, Reading(mapping, given, options.get("pins")), site)
