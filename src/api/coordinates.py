"""The ledger position that somebody asks for: a number, or the instant up to which things were known."""

import re
from datetime import datetime
from typing import TYPE_CHECKING

from ledger.refusal import MissingError, UsageError

_SPACED_OFFSET = re.compile(r"^(\S*T\S+) (\d\d:\d\d)$", re.ASCII)

if TYPE_CHECKING:
    from ledger.ledger import Ledger

_LONGEST = 18


def position_of(ledger: "Ledger", as_of: str | None) -> int | None:
    """The ledger position that `as_of` names; None for the last. Raises MissingError for what names none.

    Raises UsageError for what could name none on any ledger.
    """
    if as_of is None:
        return None
    last = ledger.facts.last_position()
    if as_of.isascii() and as_of.isdigit():
        if len(as_of) > _LONGEST or not 1 <= int(as_of) <= last:
            raise MissingError(f"there is no ledger position {as_of[:60]}; positions go from 1 to {last}")
        return int(as_of)
    instant = read_instant(as_of)
    if instant is None:
        raise UsageError(
            f"{as_of[:60]!r} is neither a ledger position nor an instant with an offset, such as "
            "2026-11-05T09:00:00+08:00"
        )
    position = ledger.facts.position_at(instant)
    if position < 1:
        raise MissingError(f"nothing was recorded by {as_of[:60]}; the ledger's first fact is later")
    return position


def read_instant(text: str) -> datetime | None:
    """The instant of an address, with its offset; None where it is invalid. A plus comes as a space, unless as %2B."""
    try:
        instant = datetime.fromisoformat(_SPACED_OFFSET.sub(r"\1+\2", text))
    except ValueError:
        return None
    return instant if instant.tzinfo is not None else None
