"""What is handed in to be recorded, read into prepared facts or refusals."""

from collections.abc import Callable, Mapping
from typing import Any

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


Attest = Callable[[Fact, int], Fact]
"""Makes the fact of a line what it is in the name of who sends it. Raises RefusedError where it may not be."""


def read_line(line: Line, reader: LineReader, site: Site | None, attest: Attest | None = None) -> Read:
    """Read a line of a file: the fact, or the refusal."""
    if line.size > LINE_LIMIT:
        return Read(None, _too_long(line))
    return read_bytes(line.raw, reader, site, attest, line.number)


def read_bytes(
    raw: bytes, reader: LineReader, site: Site | None = None, attest: Attest | None = None, number: int = 1
) -> Read:
    """Read the bytes of a line: the fact, dated where the site is known, or the refusal."""
    try:
        fact = reader(raw)
        if attest is not None:
            fact = attest(fact, number)
    except RefusedError as error:
        return Read(None, error.refusal)
    return Read(prepared(fact, site, evident=is_evident(fact)))


def _too_long(line: Line) -> Refusal:
    where = "" if line.size <= len(line.raw) + 3 else f" (it begins at byte {line.offset} of the file)"
    return Refusal(
        "too_long", f"the line has {line.size} bytes{where}; give one fact a line, of at most {LINE_LIMIT} bytes"
    )
