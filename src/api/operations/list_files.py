"""A list of the console as a file for spreadsheets: CSV, or a workbook; no cell of it is taken for a formula."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from api.operations.report_forms import CSV, XLSX

FILES: Mapping[str, str] = {"csv": f"{CSV}; charset=utf-8", "xlsx": XLSX}
"""The media type of a file, by the ending of its name."""
_SHEET_NAME = 31
_NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_BYTE_ORDER = "\ufeff"
"""By which spreadsheets know that a CSV file is UTF-8."""
Value = str | int | Decimal | None


@dataclass(frozen=True, slots=True)
class ListFile:
    """What a file has: a title, headings and whether their cells are figures, and rows of as many values."""

    title: str
    headings: Sequence[tuple[str, bool]]
    rows: Sequence[Sequence[Value]]


def list_file(told: ListFile, form: str) -> bytes:
    """The bytes of a file; the same rows make the same bytes."""
    return _text(told).encode() if form == "csv" else _workbook(told)


def _text(told: ListFile) -> str:
    from ledger.formats.plain_text import marked  # noqa: PLC0415 - only where a file is asked for

    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(marked(heading) for heading, _figure in told.headings)
    for row in told.rows:
        writer.writerow(marked(value) if isinstance(value, str) else value for value in row)
    return _BYTE_ORDER + stream.getvalue()


def _workbook(told: ListFile) -> bytes:
    from api.documents.cells import Shape, width_of  # noqa: PLC0415 - only where a file is asked for
    from api.documents.sheets import Sheet, SheetColumn  # noqa: PLC0415
    from api.documents.workbook import workbook_content, write_sheets  # noqa: PLC0415

    def column(place: int, heading: str) -> SheetColumn:
        values = [row[place] for row in told.rows]
        shape = Shape.TEXT if any(isinstance(value, str) for value in values) else Shape.FIGURE
        widest = max((width_of(value) for value in values), default=0)
        return SheetColumn(heading, shape, widest)

    columns = tuple(column(place, heading) for place, (heading, _figure) in enumerate(told.headings))
    name = told.title.translate(_NOT_IN_NAMES).strip()[:_SHEET_NAME] or "list"
    sheet = Sheet(name, told.title, columns, told.rows, len(told.rows))
    return workbook_content(lambda path: write_sheets(path, [sheet]))
