"""What is handed in to be recorded, read into facts or refusals."""

from collections.abc import Mapping
from typing import Any

from ledger.append import Read, read_as
from ledger.facts.base import Fact
from ledger.facts.reading import read_fact, read_object
from ledger.formats import LineReader
from ledger.refusal import RefusedError

Incoming = bytes | str | Mapping[str, Any] | Fact
"""A fact, or a line of the interchange format as text or as an object."""


def read_incoming(line: Incoming) -> Read:
    """The fact and its stream, or the refusal."""
    if isinstance(line, Fact):
        return read_as(line)
    if isinstance(line, Mapping):
        try:
            return read_as(read_object(dict(line)))
        except RefusedError as error:
            return Read(None, "", error.refusal)
    return read_bytes(line.encode(errors="surrogatepass") if isinstance(line, str) else line, read_fact)


def read_bytes(raw: bytes, reader: LineReader) -> Read:
    """Read the bytes of a line: the fact and its stream, or the refusal."""
    try:
        return read_as(reader(raw))
    except RefusedError as error:
        return Read(None, "", error.refusal)
