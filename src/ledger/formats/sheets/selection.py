"""Which sheets of a file are read: the named ones, all that have the headings, or the only one that has them."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from ledger.formats.sheets.layout import Found, found_on, has_its_grid, refuse_missing
from ledger.formats.sheets.mapping import Mapping
from ledger.formats.sheets.workbook import Table
from ledger.refusal import LedgerError


class Selection(NamedTuple):
    """The sheets that are read with their headings, and the names of the others that have something on them."""

    found: list[Found]
    not_read: tuple[str, ...]


def selected(tables: Sequence[Table], mapping: Mapping, name: str, given: Collection[str]) -> Selection:
    """The sheets to read. Raises LedgerError where none has the headings, or several have and none is named."""
    looked_at = [(table, found_on(table, mapping, given)) for table in tables]
    fitting = [found for _, found in looked_at if found is not None and not found.missing]
    found = [each for _, each in looked_at if each is not None]
    if mapping.sheet.name and len(fitting) < len(tables):
        refuse_missing([each for each in found if each.missing], mapping, name)
    if not fitting:
        refuse_missing(found, mapping, name)
    if mapping.grid is not None and not mapping.sheet.name:
        # A list of people has their heading too; a grid has dates, or names, across.
        fitting = [each for each in fitting if has_its_grid(each, mapping)] or fitting
    if len(fitting) > 1 and not (mapping.sheet.name or mapping.sheet.all):
        fitting = _only_one(fitting, name)
    read = {each.table.name for each in fitting}
    others = [table.name for table in tables if table.name not in read and any(any(row.cells) for row in table.rows)]
    return Selection(fitting, (*others, *(tables[0].others if tables else ())))


def _only_one(fitting: list[Found], name: str) -> list[Found]:
    """The one sheet that has anything below its headings. Raises LedgerError where there are several."""
    filled = [
        each for each in fitting if any(any(row.cells) for row in each.table.rows if row.number > each.headings.last)
    ]
    if len(filled) > 1:
        listed = " and ".join(each.table.name for each in filled)
        raise LedgerError(
            f"mapping {name}: the sheets {listed} all have the headings; name the one to read with --sheet "
            f"{filled[0].table.name}, several by --sheet each, or all with --sheet all (sheet.name or sheet.all in the "
            "mapping)"
        )
    return filled or fitting[:1]
