"""Foreign files to facts. A format is a function from its options and the site to a reader of its lines.

A format of one's own is one more module here, or an entry in `FORMATS`.
"""

from collections.abc import Callable, Mapping
from typing import Any

from ledger.facts.base import Fact
from ledger.facts.people import Site
from ledger.formats import interchange, zkteco
from ledger.refusal import LedgerError

LineReader = Callable[[bytes], Fact]
"""Raises RefusedError for a line that is no fact."""
Format = Callable[[Mapping[str, Any], Site | None], LineReader]
"""Raises LedgerError where the options do not fit, or the format needs a site and there is none."""

FORMATS: dict[str, Format] = {"interchange": interchange.reader, "zkteco": zkteco.reader}


def line_reader(name: str, options: Mapping[str, Any], site: Site | None) -> LineReader:
    """The reader of a format's lines. Raises LedgerError where there is no such format."""
    made = FORMATS.get(name)
    if made is None:
        raise LedgerError(f"there is no format {name!r}; give one of {', '.join(FORMATS)}")
    return made(options, site)
