"""Which shipped mappings fit a file: by the headings that it has, and by the dates over a grid."""

from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from ledger.formats.sheets.grid_names import is_number, names_in
from ledger.formats.sheets.heading_keys import key_of
from ledger.formats.sheets.layout import Found, found_on, has_its_grid, marks_of
from ledger.formats.sheets.mapping import Mapping
from ledger.formats.sheets.mapping_files import load_shipped, shipped
from ledger.formats.sheets.mapping_parts import Sheet
from ledger.formats.sheets.sandbox import tables_of

_NEARLY = 2
"""Columns that may be missing where the others fit: they can be given for all rows."""


class Suggestion(NamedTuple):
    """A mapping that fits a sheet: which headings it finds in which row, how many dates, and what it lacks."""

    mapping: str
    title: str
    sheet: str
    row: int
    headings: tuple[str, ...]
    dates: int
    missing: tuple[str, ...]
    """Columns whose heading is not there, as `--set` names them."""


def suggestions(file: BinaryIO, encoding: str | None = None) -> list[Suggestion]:
    """The shipped mappings that fit a file, the best first; those that nearly fit come last.

    Raises LedgerError where the file is not a sheet, or its encoding is not certain.
    """
    mappings = {name: load_shipped(name) for name in shipped()}
    words = {word for mapping in mappings.values() for word in mapping.words()}
    tables = tables_of(file, Sheet(encoding=encoding), "to be suggested", words)
    found = [
        each
        for name, mapping in mappings.items()
        for table in tables
        for each in _of(name, mapping, found_on(table, mapping, ()))
    ]
    taken = {each.sheet for each in found if not _takes_any_names(mappings[each.mapping])}
    found = [each for each in found if each.sheet not in taken or not _takes_any_names(mappings[each.mapping])]
    return sorted(found, key=lambda each: (len(each.missing), -len(each.headings) - each.dates, each.mapping))


def fitting(file: BinaryIO) -> str:
    """Half a sentence that names the mappings that fit a file."""
    names = list(dict.fromkeys(each.mapping for each in suggestions(file) if not each.missing))
    if not names:
        return "no shipped mapping has its headings"
    others = f" (so do {', '.join(names[1:])})" if len(names) > 1 else ""
    return f"--map {names[0]} fits its headings{others}"


def _of(name: str, mapping: Mapping, found: Found | None) -> Iterator[Suggestion]:
    if found is None or len(found.missing) > _NEARLY:
        return
    named = {key_of(word): word for column in mapping.columns.values() for word in column.heading}
    keys = found.headings.keys()
    headings = tuple(word for key, word in named.items() if key in keys)
    if len(found.missing) * 2 > max(found.needed, len(headings)):
        return
    if not headings or "employee" in found.missing or (mapping.grid and not _has_a_grid(found, mapping)):
        return
    dates = len(marks_of(found, mapping)) if mapping.grid and mapping.grid.across == "dates" else 0
    row = found.headings.last
    yield Suggestion(name, mapping.title, found.table.name, row, headings, dates, found.missing)


def _takes_any_names(mapping: Mapping) -> bool:
    """Whether any list of people with numbers would do, so that it is meant only where nothing else fits."""
    return mapping.grid is not None and mapping.grid.across == "names" and not mapping.grid.together


def _has_a_grid(found: Found, mapping: Mapping) -> bool:
    """Whether there is a grid; one of names has numbers alone, for any list of people has other headings."""
    if not has_its_grid(found, mapping):
        return False
    if mapping.grid is None or mapping.grid.across == "dates":
        return True
    names = names_in(found.headings, mapping)
    below = (row.cells for row in found.table.rows if row.number > found.headings.last)
    cells = [cells[at] for cells in below for at in names if at < len(cells) and cells[at]]
    return bool(cells) and all(is_number(cell) for cell in cells)
