"""Files to rows of texts: XLSX (and XLS, XLSB, ODS) by calamine, CSV by the standard library.

Every cell becomes the text that was written: a number without the tail of its double, a date as ``2026-10-12``, a time
as ``08:30:00``, both as ``2026-10-12 08:30:00``. So a sheet says the same whatever kind of file it is in.
"""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, BinaryIO, NamedTuple

from ledger.formats.plain_text import unmarked
from ledger.formats.sheets.formula_errors import error_cells
from ledger.formats.sheets.mapping import Sheet
from ledger.refusal import LedgerError

_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ENCODINGS = ("utf-8", "gb18030")
_NOT_OF_SHEETS = frozenset({"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "utf-7"})
"""Encodings of names and of programs; some take time with the square of the length."""
_DELIMITERS = ",;\t"
_SAMPLE = 65_536


class Row(NamedTuple):
    """A row: its number in the file, from 1, and its cells as texts."""

    number: int
    cells: list[str]


class Table(NamedTuple):
    """A sheet of a file; a CSV file is one without a name."""

    name: str
    rows: list[Row]


def is_workbook(file: BinaryIO) -> bool:
    """Whether a file is a workbook, by how it begins; else it is to be text."""
    file.seek(0)
    beginning = file.read(4)
    return any(beginning.startswith(mark) for mark in _WORKBOOKS)


def read_tables(file: BinaryIO, sheet: Sheet, mapping: str) -> list[Table]:
    """The sheets of a file that may be meant, in order. Raises LedgerError where it is invalid, or cannot be read."""
    workbook = is_workbook(file)
    file.seek(0)
    return list(_workbook_tables(file, sheet, mapping)) if workbook else [Table("", list(_csv_rows(file, sheet)))]


def _workbook_tables(file: BinaryIO, sheet: Sheet, mapping: str) -> Iterator[Table]:
    # A ledger that is fed no workbook needs no reader of workbooks.
    try:
        from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum  # noqa: PLC0415
    except ImportError:
        raise LedgerError("workbooks need the package python-calamine; install it, or save the sheet as CSV") from None
    try:
        workbook = CalamineWorkbook.from_filelike(file)
        visible = [found.name for found in workbook.sheets_metadata if found.visible == SheetVisibleEnum.Visible]
        names = [name for name in sheet.name if name in workbook.sheet_names] if sheet.name else visible
        if not names:
            raise LedgerError(
                f"mapping {mapping}: sheet.name: the file has no sheet {' or '.join(sheet.name) or 'that is shown'}; "
                f"its sheets are {', '.join(workbook.sheet_names)}"
            )
        for name in names:
            cells = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
            rows = [Row(number, [_text(cell) for cell in row]) for number, row in enumerate(cells, 1)]
            for (row, column), text in error_cells(file, workbook.sheet_names.index(name)).items():
                if row < len(rows) and column < len(rows[row].cells):
                    rows[row].cells[column] = text
            yield Table(name, rows)
    except PasswordError:
        raise LedgerError("the workbook has a password; save it without one and import it again") from None
    except CalamineError as error:
        raise LedgerError(f"the workbook cannot be read ({error}); open it and save it as XLSX") from None


def _text(cell: Any) -> str:
    """A cell as it was written."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, date | time):
        return _moment(cell)
    if isinstance(cell, timedelta):
        seconds = round(cell.total_seconds())
        return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    # What is left is a text, or a number: its shortest text is what was typed.
    return cell.strip() if isinstance(cell, str) else repr(cell).removesuffix(".0")


def _moment(cell: date | time) -> str:
    """A date, a time of day, or both; midnight is how a spreadsheet writes a date."""
    if isinstance(cell, time):
        return _to_the_second(datetime.combine(date(1900, 1, 1), cell)).time().isoformat()
    if not isinstance(cell, datetime):
        return cell.isoformat()
    moment = _to_the_second(cell)
    return moment.date().isoformat() if moment.time() == time() else moment.isoformat(" ")


def _to_the_second(moment: datetime) -> datetime:
    """A spreadsheet keeps times as fractions of a day, which miss the second by a little."""
    return (moment + timedelta(milliseconds=500)).replace(microsecond=0)


def _csv_rows(file: BinaryIO, sheet: Sheet) -> Iterator[Row]:
    content = file.read()
    text = _decoded(content, sheet.encoding)
    delimiter = sheet.delimiter or _delimiter(text[:_SAMPLE])
    number = 1
    try:
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        for cells in lines:
            yield Row(number, [unmarked(cell.strip()).strip() for cell in cells])
            number = lines.line_num + 1
    except (csv.Error, ValueError) as error:
        raise LedgerError(f"line {number} is not a line of a CSV file ({error}); save the file as CSV again") from None


def _decoded(content: bytes, encoding: str | None) -> str:
    marked = next((name for mark, name in _MARKS if content.startswith(mark)), None)
    candidates: Iterable[str] = (marked,) if marked else (encoding,) if encoding else _ENCODINGS
    for name in candidates:
        try:
            if codecs.lookup(name).name in _NOT_OF_SHEETS:
                raise LookupError(name)
            return content.decode(name)
        except UnicodeError:
            continue
        except (LookupError, ValueError):
            raise LedgerError(f"sheet.encoding: there is no encoding {name!r}; give utf-8 or gb18030") from None
    tried = " nor ".join(candidates)
    raise LedgerError(f"the file is neither a workbook nor text in {tried}; save it as XLSX, or as CSV in UTF-8")


def _delimiter(text: str) -> str:
    """What stands between the cells of the first lines: the mark that is there most often."""
    lines = [line for line in text.splitlines()[:20] if line.strip()]
    return max(_DELIMITERS, key=lambda mark: sum(line.count(mark) for line in lines))
