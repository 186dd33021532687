"""Where things are on a sheet: the rows of headings, the columns a mapping names, fixed cells, a grid's dates."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ledger.formats.sheets.grid_dates import Mark, dates_of, marks_in
from ledger.formats.sheets.grid_names import names_in, not_a_name, refuse_unfit_names
from ledger.formats.sheets.heading_keys import key_of
from ledger.formats.sheets.headings import Headings, headings_of, letter_of
from ledger.formats.sheets.mapping import Mapping
from ledger.formats.sheets.title_spans import Span
from ledger.formats.sheets.weekday_row import is_row_of_weekdays, refuse_other_weekdays
from ledger.formats.sheets.workbook import Row, Table
from ledger.refusal import LedgerError

_SHOWN = 12
_ROWS_ABOVE = 3
_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


@dataclass(frozen=True)
class Layout:
    """A sheet's headings by the position of their column, its fixed cells, and the dates or names over its grid.

    A printed form has 31 columns in every month, so a date may be none: what stands under it is refused.
    """

    header: int
    headings: tuple[str, ...]
    fixed: dict[str, str]
    across: dict[int, str]
    width: int
    """How many columns there are up to the last one with a heading or a date."""

    def is_repeated_by(self, cells: Sequence[str]) -> bool:
        """Whether a row of several cells is the headings again, as on each page of what was printed."""
        return sum(map(bool, cells)) > 1 and all(
            not cell or (at < len(self.headings) and key_of(cell) == key_of(self.headings[at]))
            for at, cell in enumerate(cells)
        )

    def unnamed(self) -> list[int]:
        """The columns between those of a grid that have no heading."""
        if not self.across:
            return []
        between = range(min(self.across), max(self.across))
        return [at for at in between if at not in self.across and self.headings[at] == f"column {letter_of(at)}"]


@dataclass(frozen=True)
class Found:
    """A sheet and its headings that a mapping fits, or how many of those that are needed it has."""

    table: Table
    headings: Headings
    missing: tuple[str, ...]
    """The columns whose headings are not there."""
    needed: int


def found_on(table: Table, mapping: Mapping, given: Collection[str]) -> Found | None:
    """The headings of a sheet that a mapping fits best; None for a sheet without any text."""
    needed = {
        column: {key_of(heading) for heading in spec.heading}
        for column, spec in mapping.columns.items()
        if spec.heading and not spec.cell and spec.required and column not in given
    }
    known = {key_of(word) for word in mapping.words()}
    best: Found | None = None
    fewest = (0, 0, 0)
    for headings in headings_of(table, mapping.sheet.header):
        present = headings.keys()
        missing = tuple(column for column, keys in needed.items() if not keys & present)
        # Where all lack the same, the headings are in the row that has most of them, and not in a title.
        lacking = (len(missing), -len(present & known), -len(present))
        if best is None or lacking < fewest:
            best, fewest = Found(table, headings, missing, len(needed)), lacking
        if present and not missing:
            return best
    return best


def laid_out(found: Found, mapping: Mapping, name: str, span: Callable[[dict[str, str]], Span]) -> Layout:
    """Where things are below the headings that were found. Raises LedgerError where that cannot be said.

    `span` gives the days of a grid from the fixed cells.
    """
    table, headings = found.table, found.headings
    fixed = {
        address: _at(table, address, headings.first, f"mapping {name}: columns.{column}.cell")
        for column, spec in mapping.columns.items()
        for address in spec.cell
    }
    named = {key_of(heading) for heading in mapping.words()}
    called, header, across = headings.called(named), headings.last, dict[int, str]()
    where = f"mapping {name}: grid: {_place(table, headings.last)}"
    if mapping.grid and mapping.grid.across == "names":
        across = names_in(headings, mapping)
        refuse_unfit_names(across, where)
    elif mapping.grid:
        marks, header = _marks(table, headings, named)
        try:
            across = dates_of(marks, lambda: span(fixed), day_first=mapping.grid.day_first)
            refuse_other_weekdays({mark.column: mark.text for mark in marks}, across)
            header += _is_followed_by_weekdays(table, header, across)
        except LedgerError as error:
            raise LedgerError(f"{where}: {error}") from None
        _refuse_unfit(across, where)
    width = max(headings.width(), *(column + 1 for column in across), 0)
    return Layout(header, called, {key: text for key, text in fixed.items() if text}, across, width)


def refuse_missing(found: Sequence[Found], mapping: Mapping, name: str) -> None:
    """Raises LedgerError that names what the sheets have not that a mapping needs."""
    if not found:
        wanted = [spec.heading[0] for spec in mapping.columns.values() if spec.heading and spec.required][:_SHOWN]
        raise LedgerError(f"mapping {name}: the file has no row of headings; give one with {', '.join(wanted)}")
    best = min(found, key=lambda each: len(each.missing))
    first, *others = best.missing
    texts = [text for texts in best.headings.texts for text in texts[-1:]]
    shown = ", ".join(" ".join(text.split()) for text in texts)[:200]
    named = " or ".join(mapping.columns[first].heading)
    named += "".join(f", and none {' or '.join(mapping.columns[each].heading)} (columns.{each})" for each in others)
    raise LedgerError(
        f"mapping {name}: columns.{first}: {_place(best.table, best.headings.last)} has no heading {named}; the "
        f"headings there are {shown or 'none'}; rename the right one, name it in a mapping, or give "
        f"{' '.join(f'--set {each}=…' for each in best.missing)} for all rows"
    )


def has_its_grid(found: Found, mapping: Mapping) -> bool:
    """Whether headings that were found have what a grid has across: dates, or names and neither numbers nor dates."""
    assert mapping.grid is not None
    if mapping.grid.across == "dates":
        return bool(marks_of(found, mapping))
    names = names_in(found.headings, mapping)
    return bool(names) and not_a_name(names) is None


def marks_of(found: Found, mapping: Mapping) -> list[Mark]:
    """The headings that say dates, of headings that were found."""
    named = {key_of(heading) for heading in mapping.words()}
    return _marks(found.table, found.headings, named)[0]


def _place(table: Table, row: int) -> str:
    return f"row {row} of the sheet {table.name}" if table.name else f"row {row}"


def _is_followed_by_weekdays(table: Table, header: int, dates: dict[int, str]) -> bool:
    below = next((row for row in table.rows if row.number == header + 1), None)
    return below is not None and is_row_of_weekdays(below.cells, dates)


def _refuse_unfit(dates: dict[int, str], where: str) -> None:
    if not dates:
        raise LedgerError(f"{where} has no dates or day numbers; give 1, 2, 3 … there")
    twice = next((day for day, times in Counter(dates.values()).items() if times > 1), None)
    if twice is not None:
        raise LedgerError(f"{where} has two columns for {twice}; give each date one")


def _marks(table: Table, headings: Headings, named: Collection[str]) -> tuple[list[Mark], int]:
    """The dates among the headings, or in a row above or below them; and the last row that is one of headings."""
    others = [
        (column, texts)
        for column, texts in enumerate(headings.texts)
        if not any(key_of(text) in named for text in texts)
    ]
    found = [next(iter(marks_in([(column, text) for text in reversed(texts)])), None) for column, texts in others]
    marks = [mark for mark in found if mark is not None]
    if marks:
        return marks, headings.last
    taken = set(range(len(headings.texts))) - {column for column, _ in others}
    for row in _rows_beside(table, headings, taken):
        marks = marks_in([(column, text) for column, text in enumerate(row.cells) if column not in taken])
        if len(marks) > 1 and all(before.column + 1 == after.column for before, after in pairwise(marks)):
            return marks, max(row.number, headings.last)
    return [], headings.last


def _rows_beside(table: Table, headings: Headings, taken: Collection[int]) -> Iterator[Row]:
    """Rows that may have the dates of headings that have none: those above, nearest first, and a blank one below."""
    above = [row for row in table.rows if headings.first - _ROWS_ABOVE <= row.number < headings.first]
    yield from reversed(above)
    for row in table.rows:
        if row.number == headings.last + 1 and not any(
            row.cells[column] for column in taken if column < len(row.cells)
        ):
            yield row


def _at(table: Table, address: str, header: int, where: str) -> str:
    """What stands in a cell above the headings; below them it is somebody's."""
    match = _ADDRESS.fullmatch(address)
    if match is None:
        raise LedgerError(f"{where} is {address!r}; give the address of a cell, such as B2")
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    row = int(match[2])
    cells = next((found.cells for found in table.rows if found.number == row < header), [])
    return cells[column - 1] if column <= len(cells) else ""
