"""Files to rows of texts: XLSX (and XLS, XLSB, ODS) by calamine, CSV by the standard library.

Every cell becomes the text that was written: a number without the tail of its double, a date as ``2026-10-12``, a time
as ``08:30:00`` (``25:30:00`` where it is past midnight), both as ``2026-10-12 08:30:00``. So a sheet says the same
whatever kind of file it is in.
"""

import csv
import io
import re
from collections.abc import Collection, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, BinaryIO, NamedTuple

from ledger.formats.plain_text import unmarked
from ledger.formats.sheets.encodings import decoded
from ledger.formats.sheets.formula_errors import error_cells
from ledger.formats.sheets.mapping_parts import Sheet
from ledger.formats.sheets.package_parts import PackageParts
from ledger.formats.sheets.weekday_dates import weekday_dates
from ledger.refusal import LedgerError

_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
DELIMITERS = ",;\t"
_SAMPLE = 65_536
_SEPARATOR_TOLD = re.compile(r'"?sep=(.)"?\s*\r?\n', re.IGNORECASE)
_EXACT = 10**15
"""A spreadsheet keeps 15 digits of a number; what is larger has lost the others, and is written so that this shows."""
_DAYS_ZERO = ((date(1899, 12, 31), date(1900, 3, 1)), (date(1904, 1, 1), date(1904, 2, 1)))
"""The days that spreadsheets count from, and the first that is a date and not a time of many hours."""


class Row(NamedTuple):
    """A row: its number in the file, from 1, and its cells as texts."""

    number: int
    cells: list[str]


class Merged(NamedTuple):
    """Cells that are one: first and last row by their numbers, first and last column from 0."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int


class Table(NamedTuple):
    """A sheet of a file; a CSV file is one without a name."""

    name: str
    rows: list[Row]
    merged: tuple[Merged, ...] = ()
    others: tuple[str, ...] = ()
    """Sheets that are shown and were left out by their names."""


def is_workbook(file: BinaryIO) -> bool:
    """Whether a file is a workbook, by how it begins; else it is to be text."""
    file.seek(0)
    beginning = file.read(4)
    return any(beginning.startswith(mark) for mark in _WORKBOOKS)


def read_tables(file: BinaryIO, sheet: Sheet, mapping: str, words: Collection[str] = ()) -> list[Table]:
    """The sheets of a file that may be meant, in order. Raises LedgerError where it is invalid, or cannot be read.

    `words` are headings that are looked for, by which a text file's encoding is known.
    """
    workbook = is_workbook(file)
    file.seek(0)
    if workbook:
        return list(_workbook_tables(file, sheet, mapping))
    return [Table("", list(_csv_rows(file, sheet, words)))]


def _workbook_tables(file: BinaryIO, sheet: Sheet, mapping: str) -> Iterator[Table]:
    # A ledger that is fed no workbook needs no reader of workbooks.
    try:
        from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum  # noqa: PLC0415
    except ImportError:
        raise LedgerError("workbooks need the package python-calamine; install it, or save the sheet as CSV") from None
    try:
        workbook = CalamineWorkbook.from_filelike(file)
        visible = [found.name for found in workbook.sheets_metadata if found.visible == SheetVisibleEnum.Visible]
        names = [name for name in workbook.sheet_names if name in sheet.name] if sheet.name else visible
        if not names:
            raise LedgerError(
                f"mapping {mapping}: sheet.name: the file has no sheet {' or '.join(sheet.name) or 'that is shown'}; "
                f"its sheets are {', '.join(workbook.sheet_names)}"
            )
        others = tuple(name for name in visible if name not in names)
        with PackageParts(file) as parts:
            for name in names:
                found = workbook.get_sheet_by_name(name)
                cells = found.to_python(skip_empty_area=False)
                rows = [Row(number, [_text(cell) for cell in row]) for number, row in enumerate(cells, 1)]
                kept = parts.sheet(workbook.sheet_names.index(name))
                for (row, column), text in (error_cells(kept) | weekday_dates(parts, kept)).items():
                    if row < len(rows) and column < len(rows[row].cells):
                        rows[row].cells[column] = text
                yield Table(name, rows, tuple(_merged(found.merged_cell_ranges or (), rows)), others)
    except PasswordError:
        raise LedgerError("the workbook has a password; save it without one and import it again") from None
    except CalamineError as error:
        raise LedgerError(f"the workbook cannot be read ({error}); open it and save it as XLSX") from None


def _merged(ranges: Collection[Any], rows: list[Row]) -> Iterator[Merged]:
    """The merged cells that lie on the rows. Raises LedgerError where they overlap, which no spreadsheet writes."""
    width = max((len(row.cells) for row in rows), default=0)
    room = width * len(rows)
    for (first_row, first_column), (last, beside) in ranges:
        last_row, last_column = min(last, len(rows) - 1), min(beside, width - 1)
        room -= max(0, last_row - first_row + 1) * max(0, last_column - first_column + 1)
        if room < 0:
            raise LedgerError("the workbook has merged cells that overlap; open it and save it as XLSX")
        if last_row >= first_row and last_column >= first_column:
            yield Merged(first_row + 1, last_row + 1, first_column, last_column)


def _text(cell: Any) -> str:
    """A cell as it was written."""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, date | time):
        return _moment(cell)
    if isinstance(cell, timedelta):
        return _duration(cell)
    # What is left is a number: its shortest text is what was typed.
    return f"{cell:.14E}" if abs(cell) >= _EXACT else repr(cell).removesuffix(".0")


def _duration(length: timedelta) -> str:
    seconds = round(length.total_seconds())
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def _moment(cell: date | time) -> str:
    """A date, a time of day, or both; midnight is how a spreadsheet writes a date.

    A time past midnight is a date of the first days that a spreadsheet counts: 25:30 is 1900-01-01 01:30.
    """
    if isinstance(cell, time):
        return _to_the_second(datetime.combine(date(1900, 1, 1), cell)).time().isoformat()
    moment = _to_the_second(cell if isinstance(cell, datetime) else datetime.combine(cell, time()))
    for zero, first_date in _DAYS_ZERO:
        if zero <= moment.date() < first_date:
            return _duration(moment - datetime.combine(zero, time()))
    return moment.date().isoformat() if moment.time() == time() else moment.isoformat(" ")


def _to_the_second(moment: datetime) -> datetime:
    """A spreadsheet keeps times as fractions of a day, which miss the second by a little."""
    return (moment + timedelta(milliseconds=500)).replace(microsecond=0)


def _csv_rows(file: BinaryIO, sheet: Sheet, words: Collection[str]) -> Iterator[Row]:
    text = decoded(file.read(), sheet.encoding, words)
    delimiter = sheet.delimiter or delimiter_of(text[:_SAMPLE])
    number = 1
    try:
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        for cells in lines:
            yield Row(number, [unmarked(cell.strip()).strip() for cell in cells])
            number = lines.line_num + 1
    except (csv.Error, ValueError) as error:
        raise LedgerError(f"line {number} is not a line of a CSV file ({error}); save the file as CSV again") from None


def delimiter_of(text: str) -> str:
    """What stands between the cells: what the first line says (``sep=;``), or the mark that is there most often."""
    told = _SEPARATOR_TOLD.match(text)
    if told is not None:
        return told[1]
    lines = [line for line in text.splitlines()[:20] if line.strip()]
    return max(DELIMITERS, key=lambda mark: sum(line.count(mark) for line in lines))
