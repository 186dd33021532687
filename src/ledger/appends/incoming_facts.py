"""What is handed in to be recorded, read into prepared facts or refusals."""

from collections.abc import Mapping
from typing import Any

from ledger.appends.line_sender import HOLDER, LineSender
from ledger.decisions import is_evident
from ledger.facts.base import Fact
from ledger.facts.interchange_line import LINE_LIMIT, read_fact, read_object
from ledger.facts.people import Site
from ledger.facts.prepared_fact import Read, prepared
from ledger.file_lines import Line
from ledger.formats import LineReader
from ledger.refusal import Refusal, RefusedError

Incoming = bytes | str | Mapping[str, Any] | Fact
"""A fact, or a line of the interchange format as text or as an object."""


def read_incoming(line: Incoming) -> Read:
    """The fact, or the refusal."""
    if isinstance(line, Fact):
        return Read(prepared(line))
    if isinstance(line, Mapping):
        try:
            return Read(prepared(read_object(dict(line))))
        except RefusedError as error:
            return Read(None, error.refusal)
    return read_bytes(line.encode(errors="surrogatepass") if isinstance(line, str) else line, read_fact)


def read_line(line: Line, reader: LineReader, site: Site | None, sender: LineSender = HOLDER) -> Read:
    """Read a line of a file: the fact, or the refusal."""
    if line.size > LINE_LIMIT:
        return Read(None, _too_long(line))
    return read_bytes(line.raw, reader, site, sender, line.number)


def read_bytes(
    raw: bytes, reader: LineReader, site: Site | None = None, sender: LineSender = HOLDER, number: int = 1
) -> Read:
    """Read the bytes of a line: the fact, dated where the site is known, or the refusal."""
    try:
        fact = sender.attested(reader(sender.completed(raw) if reader is read_fact else raw), number)
    except RefusedError as error:
        return Read(None, error.refusal)
    return Read(prepared(fact, site, evident=is_evident(fact)))


def _too_long(line: Line) -> Refusal:
    where = "" if line.size <= len(line.raw) + 3 else f" (it begins at byte {line.offset} of the file)"
    return Refusal(
        "too_long", f"the line has {line.size} bytes{where}; give one fact a line, of at most {LINE_LIMIT} bytes"
    )
