"""Foreign files to facts. A format is a function from its options and the site to a reader of its lines.

A format of one's own is one more module here, or an entry in `FORMATS`.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, BinaryIO

from ledger.facts.base import Fact
from ledger.facts.people import Site
from ledger.file_lines import Line, read_lines
from ledger.formats import interchange, sheets, zkteco
from ledger.formats.sheets.workbook import is_workbook
from ledger.refusal import LedgerError, Refusal

LineReader = Callable[[bytes], Fact]
"""Raises RefusedError for a line that is not a fact."""
Format = Callable[[Mapping[str, Any], Site | None], LineReader]
"""Raises LedgerError where the options do not fit, or the format needs a site and there is none."""

_SHEET, _LINES = "sheet", "interchange"
_TEXTS = (".csv", ".tsv")
FORMATS: dict[str, Format] = {_LINES: interchange.reader, "zkteco": zkteco.reader, _SHEET: sheets.reader}


def line_reader(name: str, options: Mapping[str, Any], site: Site | None) -> LineReader:
    """The reader of a format's lines. Raises LedgerError where there is no such format."""
    made = FORMATS.get(name)
    if made is None:
        raise LedgerError(f"there is no format {name!r}; give one of {', '.join(FORMATS)}")
    return made(options, site)


def lines_of(reader: LineReader, file: BinaryIO, offset: int, done: int) -> Iterator[Line]:
    """The lines of a file from an offset on, `done` of them before it; a sheet's are made of its rows."""
    if isinstance(reader, sheets.SheetReader):
        return reader.lines(file, offset)
    return read_lines(file, offset, done)


def refuse_sheet(format_name: str, file: BinaryIO, called: str) -> None:
    """Raises LedgerError where a file is a sheet, and is not to be read as one; it names the mappings that fit.

    It is one where it is a workbook, or where lines of facts are wanted and it is a CSV by its name and its beginning.
    """
    if format_name == _SHEET:
        return
    if is_workbook(file):
        what = f"{called or 'the file'} is a workbook"
    elif format_name == _LINES and called.lower().endswith(_TEXTS) and not _begins_with_an_object(file):
        what = f"{called} is a sheet"
    else:
        return
    raise LedgerError(
        f"{what}, which is read by a mapping: {sheets.fitting(file)}; `workledger mappings suggest` shows what fits, "
        "and what is missing"
    )


def _begins_with_an_object(file: BinaryIO) -> bool:
    """Whether a file begins with an object of JSON, or has nothing in it."""
    file.seek(0)
    return file.read(64).removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"")


def sheets_not_read(reader: LineReader) -> list[str]:
    """The sheets of the workbook last read that are shown and were not read."""
    return list(reader.not_read) if isinstance(reader, sheets.SheetReader) else []


def cell_of(reader: LineReader | None, row: int, raw: bytes, refusal: Refusal) -> str:
    """The cell of the sheet last read for which a line was refused, such as D5; empty where it is not one cell."""
    return reader.cell_of(row, raw, refusal) if isinstance(reader, sheets.SheetReader) else ""


def told_where(raw: bytes, message: str) -> str:
    """A sentence about a line, with the sheet that it is of, where several were read."""
    sheet = sheets.sheet_of(raw)
    return f"sheet {sheet}: {message}" if sheet else message
