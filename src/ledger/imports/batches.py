"""The lines of a file in batches: what is recorded in one transaction."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from ledger.facts.base import Fact
from ledger.facts.leave import LeaveDecision, approved_leave
from ledger.facts.prepared_fact import Read
from ledger.file_lines import Line


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines, without the empty ones, and the place in the file after them."""

    lines: list[Line]
    lines_done: int
    bytes_done: int
    last: bool


@dataclass(frozen=True, slots=True)
class Batch(Lines):
    """Lines that were read."""

    read: list[Read]

    @property
    def approval(self) -> Fact | None:
        """The approval of leave that the only line states; None where it does not, or there are other lines."""
        return approval_of(self.read[0]) if len(self.read) == 1 else None


def approval_of(read: Read) -> LeaveDecision | None:
    """The approval of leave that a line states."""
    if read.prepared is None or read.prepared.kind != LeaveDecision.kind:
        return None
    return approved_leave(read.prepared.fact)


def approvals_apart(batches: Iterable[Batch]) -> Iterator[Batch]:
    """The same lines in batches of which each approval of leave is one of its own, after all that come before it."""
    for batch in batches:
        start = 0
        for at in (at for at, read in enumerate(batch.read) if approval_of(read) is not None):
            yield from (_part(batch, *cut) for cut in ((start, at), (at, at + 1)) if cut[0] < cut[1])
            start = at + 1
        yield replace(batch, lines=batch.lines[start:], read=batch.read[start:])


def _part(batch: Batch, start: int, end: int) -> Batch:
    """Some lines of a batch, of which the last is not the end of the file."""
    lines = batch.lines[start:end]
    return Batch(lines, lines[-1].number, lines[-1].end, last=False, read=batch.read[start:end])
