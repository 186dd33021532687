"""Tables below one another on one sheet: what is below the second headings is not of the first ones."""

from ledger.formats.sheets.heading_keys import key_of
from ledger.formats.sheets.layout import Layout
from ledger.formats.sheets.mapping import Mapping
from ledger.formats.sheets.patterns import compiled
from ledger.formats.sheets.title_spans import is_of_other_days
from ledger.formats.sheets.workbook import Row, Table
from ledger.refusal import LedgerError

_EMPLOYEE = "employee"


def refuse_second_table(table: Table, layout: Layout, mapping: Mapping, name: str) -> None:
    """Raises LedgerError where other headings, or the title of other days, stand below the headings of a sheet.

    The same headings again are those of another page.
    """
    column = mapping.columns.get(_EMPLOYEE)
    keys = set() if column is None else {key_of(heading) for heading in column.heading}
    numbers = [at for at, heading in enumerate(layout.headings) if key_of(heading) in keys and at not in layout.across]
    for row in table.rows:
        if row.number <= layout.header:
            continue
        again = any(at < len(row.cells) and key_of(row.cells[at]) in keys for at in numbers)
        if (again and not layout.is_repeated_by(row.cells)) or _is_title_of_others(row, layout, mapping):
            where = f"row {row.number} of the sheet {table.name}" if table.name else f"row {row.number}"
            raise LedgerError(
                f"mapping {name}: {where} begins another table, below the headings of row {layout.header}; put each "
                "on a sheet of its own"
            )


def _is_title_of_others(row: Row, layout: Layout, mapping: Mapping) -> bool:
    """Whether a row has one text alone, which names other days than those of the grid."""
    filled = [cell for cell in row.cells if cell]
    if mapping.grid is None or mapping.grid.across != "dates" or len(set(filled)) != 1:
        return False
    days = sorted(layout.across.values())
    is_remark = any(compiled(each).take(filled[0]) is not None for each in mapping.other_rows)
    return not is_remark and is_of_other_days(filled[0], days[0], days[-1])
