"""Foreign files to facts. A format is a function from its options and the site to a reader of its lines.

A format of one's own is one more module here, or an entry in `FORMATS`.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, BinaryIO

from ledger.facts.base import Fact
from ledger.facts.people import Site
from ledger.file_lines import Line, read_lines
from ledger.formats import interchange, sheets, zkteco
from ledger.refusal import LedgerError

LineReader = Callable[[bytes], Fact]
"""Raises RefusedError for a line that is not a fact."""
Format = Callable[[Mapping[str, Any], Site | None], LineReader]
"""Raises LedgerError where the options do not fit, or the format needs a site and there is none."""

FORMATS: dict[str, Format] = {"interchange": interchange.reader, "zkteco": zkteco.reader, "sheet": sheets.reader}


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
