"""Who sends the lines of a file: in whose name each is recorded, and what of the ledger its sender may be told."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ledger.appends.append import Outcome
    from ledger.doubts.doubt import Doubt
    from ledger.facts.base import Fact
    from ledger.facts.prepared_fact import Read


class LineSender:
    """A sender whose lines are taken as they are, and who may be told everything: whoever holds the store."""

    owner: str = ""
    """The number of whom the import belongs to; empty of one that belongs to HR."""
    reads_ledger: bool = False
    """Whether `attested` reads the ledger: each line is then recorded before the next is read."""
    restores: bool = True
    """Whether an export that comes to an empty ledger restores it."""

    def completed(self, line: bytes) -> bytes:
        """A line of the interchange format with what it may leave out."""
        return line

    def attested(self, fact: "Fact", _line: int) -> "Fact":
        """The fact of a line as it is recorded. Raises RefusedError where the sender may not record it."""
        return fact

    def heeds(self, _doubt: "Doubt") -> bool:
        """Whether the sender may be told of a doubt, which then keeps a line out of a strict import."""
        return True

    def told(self, _read: "Read", outcome: "Outcome") -> "Outcome":
        """What became of a line, as far as the sender may be told."""
        return outcome


HOLDER = LineSender()
"""Whoever holds the store."""
