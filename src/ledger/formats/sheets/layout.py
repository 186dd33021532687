"""Where things are on a sheet: the row of headings, the columns a mapping names, fixed cells, a grid's dates."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from ledger.formats.sheets.mapping import Mapping
from ledger.formats.sheets.workbook import Row, Table
from ledger.refusal import LedgerError

_ROWS_LOOKED_AT = 30
_SHOWN = 12
_LONGEST = 100
"""Characters of a heading that is a date."""
_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_WEEKDAY = r"\W*(?:周|星期|礼拜)?(?:[一二三四五六日天]|[A-Za-z]{1,9})?\W*"
_ISO = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?: 00:00:00)?" + _WEEKDAY)
_MONTH_DAY = re.compile(r"(\d{1,2})[-/.月](\d{1,2})日?" + _WEEKDAY)
_DAY = re.compile(r"(\d{1,2})\s*[日号]?" + _WEEKDAY)


@dataclass(frozen=True)
class Layout:
    """A sheet's headings by the position of their column, its fixed cells, and the dates of its grid's columns.

    A printed form has 31 columns in every month, so a date may be none: what stands under it is refused.
    """

    header: int
    headings: tuple[str, ...]
    fixed: dict[str, str]
    dates: dict[int, str]


def key_of(heading: str) -> str:
    """A heading for comparison: without spaces, full and half width alike, capitals alike."""
    # What is longer is not a heading that comes again, and would only be kept.
    return _key_of(heading) if len(heading) <= _LONGEST else _key_of.__wrapped__(heading)


@lru_cache(maxsize=4_096)
def _key_of(heading: str) -> str:
    return "".join(unicodedata.normalize("NFKC", heading).casefold().split())


def laid_out(
    tables: Sequence[Table],
    mapping: Mapping,
    name: str,
    given: Collection[str],
    period: Callable[[dict[str, str]], str],
) -> tuple[Table, Layout]:
    """The sheet that has the mapping's headings, and where they are. Raises LedgerError where there is none.

    Columns that are given need no heading. `period` gives the period of a grid from the fixed cells.
    """
    table, row = _header(tables, mapping, name, given)
    fixed = {
        address: _at(table, address, row.number, f"mapping {name}: columns.{column}.cell")
        for column, spec in mapping.columns.items()
        for address in spec.cell
    }
    headings = _distinct(row.cells)
    dates = dict(_dates(row.cells, _named(mapping), lambda: period(fixed))) if mapping.grid else {}
    if mapping.grid and not dates:
        raise LedgerError(f"mapping {name}: grid: row {row.number} has no dates or day numbers; give 1, 2, 3 … there")
    twice = next((day for day, times in Counter(dates.values()).items() if times > 1), None)
    if twice is not None:
        raise LedgerError(f"mapping {name}: grid: row {row.number} has two columns for {twice}; give each date one")
    return table, Layout(row.number, headings, {key: text for key, text in fixed.items() if text}, dates)


def _header(tables: Sequence[Table], mapping: Mapping, name: str, given: Collection[str]) -> tuple[Table, Row]:
    """The row with all headings that are needed, on the first sheet that has one."""
    needed = {
        column: {key_of(heading) for heading in spec.heading}
        for column, spec in mapping.columns.items()
        if spec.heading and not spec.cell and spec.required and column not in given
    }
    best: tuple[int, Table, Row] | None = None
    for table in tables:
        for row in table.rows[:_ROWS_LOOKED_AT] if mapping.sheet.header is None else table.rows:
            if mapping.sheet.header is not None and row.number != mapping.sheet.header:
                continue
            present = {key_of(cell) for cell in row.cells if cell}
            found = sum(bool(headings & present) for headings in needed.values())
            if found == len(needed) and present:
                return table, row
            if best is None or found > best[0]:
                best = (found, table, row)
    if best is None:
        raise LedgerError(f"mapping {name}: the file has no row of headings; give one with {_wanted(mapping, needed)}")
    _found, table, row = best
    present = {key_of(cell) for cell in row.cells}
    missing = [column for column, headings in needed.items() if not headings & present]
    shown = ", ".join(cell for cell in row.cells if cell)[:200]
    sheet = f" of the sheet {table.name}" if table.name else ""
    raise LedgerError(
        f"mapping {name}: columns.{missing[0]}: row {row.number}{sheet} has no heading "
        f"{' or '.join(mapping.columns[missing[0]].heading)}; the headings there are {shown or 'none'}; "
        f"name the right one, or give --set {missing[0]}=…"
    )


def _wanted(mapping: Mapping, needed: dict[str, set[str]]) -> str:
    return ", ".join(mapping.columns[column].heading[0] for column in list(needed)[:_SHOWN])


def _named(mapping: Mapping) -> set[str]:
    return {key_of(heading) for column in mapping.columns.values() for heading in column.heading}


def _distinct(cells: Sequence[str]) -> tuple[str, ...]:
    """Headings on one line each; one that is there twice is numbered, and a column without one has its letter."""
    seen: dict[str, int] = {}
    headings: list[str] = []
    for index, cell in enumerate(cells):
        heading = " ".join(cell.split()) or f"column {_letter(index)}"
        seen[heading] = seen.get(heading, 0) + 1
        headings.append(heading if seen[heading] == 1 else f"{heading} ({seen[heading]})")
    return tuple(headings)


def _dates(cells: Sequence[str], named: set[str], period: Callable[[], str]) -> Iterator[tuple[int, str]]:
    """The dates of the columns. Day numbers that fall once, as in 26 … 31, 1 … 25, begin in the month before."""
    marks = [
        (index, cell) for index, cell in enumerate(cells) if 0 < len(cell) <= _LONGEST and key_of(cell) not in named
    ]
    days = [(index, int(found[1])) for index, cell in marks if (found := _DAY.fullmatch(cell))]
    turn = next((index for (_, one), (index, two) in pairwise(days) if two < one), None)
    numbered = dict(days)
    year = month = 0
    for index, cell in marks:
        if exact := _ISO.fullmatch(cell):
            yield index, _iso(int(exact[1]), int(exact[2]), int(exact[3]))
            continue
        if not year and (index in numbered or _MONTH_DAY.fullmatch(cell)):
            year, month = (int(part) for part in period().split("-"))
        if index in numbered:
            before = 1 if turn is not None and index < turn else 0
            yield index, _iso(year, month - before, numbered[index])
        elif within := _MONTH_DAY.fullmatch(cell):
            # A January on a December's sheet, and the reverse, lies in the year beside.
            other = int(within[1])
            beside = -1 if other - month > 6 else 1 if month - other > 6 else 0
            yield index, _iso(year + beside, other, int(within[2]))


def _iso(year: int, month: int, day: int) -> str:
    """A date as text, whether there is such a day or not; month 0 is the December before."""
    return f"{year - (month == 0):04d}-{month or 12:02d}-{day:02d}"


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


def _letter(index: int) -> str:
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
