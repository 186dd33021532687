"""The sheets of a file written anew, as they were mended: every cell as text, where it stood."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from ledger.formats.plain_text import marked
from ledger.formats.sheets.workbook import DELIMITERS, Row, Table, delimiter_of

_NEVER_CHANGED = datetime(2026, 1, 1)  # noqa: DTZ001 - a workbook's properties have no zone


class Mended(NamedTuple):
    """A cell that was mended: the place of its sheet, the number of its row, its column from 0, and its text."""

    sheet: int
    row: int
    column: int
    text: str


def mended(tables: Sequence[Table], cells: Iterable[Mended]) -> list[Table]:
    """Sheets with some cells as they should be; a cell that is not there is passed over."""
    found = [table._replace(rows=[Row(row.number, list(row.cells)) for row in table.rows]) for table in tables]
    rows = {(sheet, row.number): row.cells for sheet, table in enumerate(found) for row in table.rows}
    for each in cells:
        texts = rows.get((each.sheet, each.row))
        if texts is not None and 0 <= each.column < len(texts):
            texts[each.column] = each.text
    return found


def written(tables: Sequence[Table]) -> bytes:
    """Sheets as a file that is read again as the same: text where there is one without a name, else a workbook."""
    return _text(tables[0]) if len(tables) == 1 and not tables[0].name else _workbook(tables)


def _text(table: Table) -> bytes:
    every = [_separated(table, delimiter) for delimiter in DELIMITERS]
    found = next(
        (text for text, delimiter in zip(every, DELIMITERS, strict=True) if delimiter_of(text) == delimiter), ""
    )
    return (found or every[0]).encode("utf-8-sig")


def _separated(table: Table, delimiter: str) -> str:
    stream = io.StringIO(newline="")
    lines = csv.writer(stream, delimiter=delimiter)
    for row in _every_row(table):
        lines.writerow([marked(cell) for cell in row])
    return stream.getvalue()


def _every_row(table: Table) -> Iterable[list[str]]:
    """The rows of a sheet, and an empty one for each number that has none."""
    number = 1
    for row in table.rows:
        yield from ([] for _ in range(number, row.number))
        yield row.cells
        number = row.number + 1 + sum(cell.count("\n") for cell in row.cells)


def _workbook(tables: Sequence[Table]) -> bytes:
    from xlsxwriter import Workbook  # noqa: PLC0415 - only where a workbook was mended

    content = io.BytesIO()
    with Workbook(content, {"in_memory": True}) as workbook:
        workbook.set_properties({"created": _NEVER_CHANGED})
        for table in tables:
            page = workbook.add_worksheet(table.name[:31] or None)
            for each in table.merged:
                if (each.first_row, each.first_column) != (each.last_row, each.last_column):
                    page.merge_range(each.first_row - 1, each.first_column, each.last_row - 1, each.last_column, "")
            for row in table.rows:
                for column, text in enumerate(row.cells):
                    if text:
                        page.write_string(row.number - 1, column, text)
    return content.getvalue()


def lines_as_rows(content: bytes) -> list[Table]:
    """A text of lines as one sheet of one column, for whoever looks at it."""
    text = content.decode("utf-8-sig", errors="replace")
    return [Table("", [Row(number, [line.rstrip("\r")]) for number, line in enumerate(text.split("\n"), 1) if line])]


def rows_as_lines(tables: Sequence[Table]) -> bytes:
    """The same as lines again."""
    return "".join(f"{row[0] if row else ''}\n" for row in _every_row(tables[0])).encode()
