"""What can be taken away: the whole ledger."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import BinaryIO

from api.operations.context import Context
from api.operations.operation import operation
from api.service.observability.access_log import Access


@dataclass(frozen=True, slots=True)
class Export:
    """Every fact up to a position, a line each in the interchange format, in parts."""

    position: int
    parts: Iterator[bytes]


@operation("export")
def written_export(context: Context, stream: BinaryIO, *, exact: bool = False) -> int:
    """Write every fact to a stream, a line each, and of an `exact` export the stored bytes; how many facts.

    Raises LedgerError where there is no ledger yet.
    """
    exports = context.ledger.exports
    return exports.write_exact(stream) if exact else exports.write(stream)


@operation("export")
def export(context: Context) -> Export:
    """Every fact, as the ledger stands now; the look is logged. The first part is read before it is answered."""
    position = context.ledger.facts.last_position()
    parts = context.ledger.exports.parts(position)
    # A store that fails is told of before anything is sent.
    whole = chain([next(parts, b"")], parts)
    context.note(Access("export", position=position))
    return Export(position, whole)
