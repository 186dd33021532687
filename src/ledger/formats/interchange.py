"""The interchange format itself: one fact a line, as JSON."""

from collections.abc import Callable, Mapping
from typing import Any

from ledger.facts.base import Fact
from ledger.facts.interchange_line import read_fact
from ledger.facts.people import Site
from ledger.refusal import LedgerError


def reader(options: Mapping[str, Any], _site: Site | None) -> Callable[[bytes], Fact]:
    """The reader of interchange lines, which has no options."""
    given = [name for name, value in options.items() if value]
    if given:
        raise LedgerError(f"the format interchange has no option {given[0]}; leave it out, or name the other format")
    return read_fact
