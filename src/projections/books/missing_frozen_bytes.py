"""Frozen bytes that a store lacks, as after a restore from an export: computed again, and held to their digests."""

from projections.books.books import Books
from projections.engine import Engine
from projections.journal import Journal


def lacking(journal: Journal, engine: Engine) -> list[bytes]:
    """The frozen bytes of closings in view that the store does not have.

    Raises ReportError where what is computed again is not what was frozen.
    """
    with Books(journal, engine) as books:
        return [content for number in sorted(books.closed) for content in books.closed[number].lacking()]
