"""Sheets to an XLSX file, ready to be read, printed and handed on."""

import re
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from math import ceil
from pathlib import Path
from typing import Any

from rich.cells import cell_len
from xlsxwriter import Workbook
from xlsxwriter.utility import xl_range
from xlsxwriter.worksheet import Worksheet

from api.disputes.dispute_marks import NO_DISPUTES, Shown
from api.documents.cells import Cell, Noted, Shape, Value
from api.documents.disputes_sheet import disputes_sheets
from api.documents.register import register_sheet
from api.documents.sheets import HEADED, Sheet, SheetColumn, report_sheets
from api.words.language import Language
from ledger.formats.plain_text import marked
from ledger.output_file import output_file
from ledger.refusal import LedgerError
from projections.reports import Report

_NO_INSTANT = datetime(2000, 1, 1)  # noqa: DTZ001 - a file has no zone
"""When a workbook was made that is of no instant, so that the same sheets make the same bytes."""
_MANY_CELLS = 500_000
"""From here on a workbook is written row by row, in constant memory; its texts then take more space in the file."""
_PAPER_A4 = 9
_NARROWEST, _WIDEST, _PADDING = 6, 60, 2
_LINE_HEIGHT = 15
_WORD_FOLDED = 12
_WIDE = re.compile(r"[\u2e80-\uffef]")

Formats = Mapping[tuple[str, Shape], Any]


def write_workbook(
    path: Path,
    reports: Mapping[str, Report],
    language: Language,
    names: Mapping[str, str],
    known_at: datetime,
    *,
    disputes: Shown = NO_DISPUTES,
    replace: bool = False,
    own: Collection[Path] = (),
    foot: str = "",
    beside: Sequence[Sheet] = (),
) -> None:
    """Write reports to a workbook, a sheet each, and the sheets `beside` them.

    `known_at` is when the last fact in view was recorded.

    `foot` stands at the foot of each printed page, and among the properties of the file.

    Open disputes beside the reports' rows are on a sheet of their own, the last (S12.2).

    The same reports make the same bytes. Raises LedgerError where the file is there and is not to be replaced, is one
    of the ledger's `own`, or cannot be written; then nothing is left behind.
    """
    sheets = [sheet for report in reports.values() for sheet in _sheets(report, language, names)]
    sheets += beside
    sheets += disputes_sheets(reports, disputes, language, names)
    write_sheets(path, sheets, known_at, replace=replace, own=own, foot=foot)


def write_sheets(
    path: Path,
    sheets: Sequence[Sheet],
    known_at: datetime | None = None,
    *,
    replace: bool = False,
    own: Collection[Path] = (),
    foot: str = "",
) -> None:
    """Write sheets to a workbook, as `write_workbook` does. Without `known_at` it is of no instant.

    Raises LedgerError as `write_workbook` does.
    """
    many = sum(sheet.count * len(sheet.columns) for sheet in sheets) > _MANY_CELLS
    refuse_wrong_name(path)
    with (
        output_file(path, replace=replace, own=own) as part,
        Workbook(str(part), {"constant_memory": many}) as workbook,
    ):
        created = _NO_INSTANT if known_at is None else known_at.replace(tzinfo=None)
        properties = {"title": sheets[0].title, "created": created}
        workbook.set_properties(properties | ({"comments": foot} if foot else {}))
        formats = _formats(workbook)
        for sheet in sheets:
            page = workbook.add_worksheet(sheet.name)
            _write_sheet(page, sheet, formats)
            if foot:
                page.set_footer(f"&L&7{_in_a_foot(foot)}&R&P / &N")


def workbook_content(write: Callable[[Path], None]) -> bytes:
    """The bytes of a workbook that `write` writes to a path, in a folder that is gone at the end."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "workbook.xlsx"
        write(path)
        return path.read_bytes()


def refuse_wrong_name(path: Path) -> None:
    """Raises LedgerError for a name that no workbook can have."""
    if path.suffix.lower() != ".xlsx":
        raise LedgerError(f"{path} is not a name of a workbook; give one that ends in .xlsx")


def _sheets(report: Report, language: Language, names: Mapping[str, str]) -> Iterator[Sheet]:
    if report.name == "payroll":
        yield register_sheet(report, language, names)
    else:
        yield from report_sheets(report, language, names)


def _formats(workbook: Workbook) -> Formats:
    """The look of titles, headings, cells and totals."""
    head = {"bold": True, "text_wrap": True, "valign": "vcenter", "align": "center", "bottom": 1, "bg_color": "#E7EBF0"}
    made = {("title", Shape.TEXT): workbook.add_format({"bold": True, "font_size": 13})}
    made["typed", Shape.TEXT] = workbook.add_format({"quote_prefix": True})
    made["head", Shape.TEXT] = workbook.add_format(head)
    for shape in Shape:
        look = {"num_format": shape.value} if shape.value else {}
        if shape in {Shape.DATE, Shape.MINUTE}:
            look["align"] = "center"
        made["cell", shape] = workbook.add_format(look)
        made["total", shape] = workbook.add_format({**look, "bold": True, "top": 1})
    return made


def _write_sheet(page: Worksheet, sheet: Sheet, formats: Formats) -> None:
    widths = [_column_width(column) for column in sheet.columns]
    for place, width in enumerate(widths):
        page.set_column(place, place, width)
    _set_up(page, sheet)
    lines = max(_folded(column.heading, width) for column, width in zip(sheet.columns, widths, strict=True))
    page.set_row(1, _LINE_HEIGHT * lines + 3)
    page.write_string(0, 0, sheet.title, formats["title", Shape.TEXT])
    for place, column in enumerate(sheet.columns):
        page.write_string(1, place, column.heading, formats["head", Shape.TEXT])
        if column.note:
            page.write_comment(1, place, column.note)
    totals = [Decimal(0)] * len(sheet.columns)
    row = HEADED
    for row, cells in enumerate(sheet.rows, HEADED):
        _write_row(page, row, sheet.columns, cells, formats)
        for place, column in enumerate(sheet.columns):
            value = _plain(cells[place]) if column.totalled else None
            totals[place] += value if isinstance(value, Decimal) else 0
    if sheet.total_label and sheet.count:
        _write_totals(page, row + 1, sheet, totals, formats)


def _set_up(page: Worksheet, sheet: Sheet) -> None:
    """Headings that stay in view, filters, and a page that prints well."""
    labelled = 2 if sheet.columns[0].shape is Shape.TEXT else 0
    page.freeze_panes(HEADED, labelled)
    page.autofilter(1, 0, max(sheet.count, 1) + 1, len(sheet.columns) - 1)
    page.set_landscape()
    page.set_paper(_PAPER_A4)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0, 1)
    page.set_footer("&L&A&R&P / &N")


def _write_row(
    page: Worksheet, row: int, columns: Sequence[SheetColumn], cells: Sequence[Cell], formats: Formats
) -> None:
    for place, (column, cell) in enumerate(zip(columns, cells, strict=True)):
        value = _plain(cell)
        if value is None:
            continue
        # Who edits the cell later would make a formula of such a text.
        typed = isinstance(value, str) and marked(value) != value
        look = formats["typed", Shape.TEXT] if typed else formats["cell", column.shape]
        if column.sums is not None:
            first, last = column.sums
            page.write_formula(row, place, f"=SUM({xl_range(row, first, row, last)})", look, value)
        else:
            _write_value(page, row, place, value, look)
        if isinstance(cell, Noted):
            page.write_comment(row, place, cell.note)


def _write_value(page: Worksheet, row: int, place: int, value: Value, look: Any) -> None:
    """Write a value as what it is; a text is never taken for a formula, a number or a link."""
    if isinstance(value, date):
        page.write_datetime(row, place, value, look)
    elif isinstance(value, str):
        page.write_string(row, place, value, look)
    else:
        page.write_number(row, place, value, look)


def _write_totals(page: Worksheet, row: int, sheet: Sheet, totals: list[Decimal], formats: Formats) -> None:
    """The total of each column, by formula, with its value beside it for readers that do not calculate."""
    for place, column in enumerate(sheet.columns):
        look = formats["total", column.shape]
        if column.totalled:
            cells = xl_range(HEADED, place, row - 1, place)
            page.write_formula(row, place, f"=SUM({cells})", look, totals[place])
        elif place == 0:
            page.write_string(row, place, sheet.total_label, look)
        else:
            page.write_blank(row, place, None, look)


def _in_a_foot(text: str) -> str:
    """A text as the foot of a page may have it; a digit at its beginning would be read as part of the size."""
    return f" {text}".replace("&", "&&")


def _plain(cell: Cell) -> Value:
    return cell.value if isinstance(cell, Noted) else cell


def _column_width(column: SheetColumn) -> int:
    """As wide as the widest cell, and the longest word of the heading; long Chinese headings fold into two lines."""
    words = [cell_len(word) for word in column.heading.replace("(", " (").split()]
    folded = ceil(max(words) / 2) if _WIDE.search(column.heading) and max(words) > _WORD_FOLDED else max(words)
    return min(max(column.widest, folded, _NARROWEST) + _PADDING, _WIDEST)


def _folded(heading: str, width: int) -> int:
    """How many lines a heading takes; Chinese folds anywhere, English between words."""
    if _WIDE.search(heading):
        return ceil(cell_len(heading) / (width - 1))
    lines, used = 1, 0
    for word in heading.split():
        if used and used + 1 + len(word) > width - 1:
            lines, used = lines + 1, 0
        used += len(word) + (used > 0)
    return lines
