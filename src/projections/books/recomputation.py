"""S11.2 Frozen reports beside what today's code computes at their coordinates: another figure is not tampering."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import NamedTuple

from ledger.closing import LOST, digest_of
from ledger.proof.frozen_digest import CLOSING_STATE, salted, salted_like
from ledger.refusal import RulesError
from projections.books.books import Books
from projections.books.closing_contents import code_version, zones_version
from projections.books.closing_state import VERSION, state_bytes, version_of
from projections.books.frozen_period import FrozenPeriod
from projections.calendar import period_text
from projections.engine import Engine
from projections.journal import Closing, Journal
from projections.month import Month
from projections.reports import REPORTS, report_of


class ComputedOtherwise(NamedTuple):
    """A frozen report (or closing state) that today's code computes otherwise, at the position of its closing.

    `digest` is that of what is computed today; None where today's code has no such report. `by_the_same` says that it
    was frozen by the program and the time zones of today: then it is not what the facts give. `lost` says that the
    frozen bytes are not in this store, because version 0.1.0 exported none.
    """

    period: str
    name: str
    position: int
    code: str
    frozen: str
    digest: str | None
    by_the_same: bool
    lost: bool = False

    def __str__(self) -> str:
        """In a sentence."""
        what = f"the {self.name} of {self.period}, frozen by code {self.code} at position {self.position},"
        if self.by_the_same:
            return f"{what} is not what the facts give: the same program computes another"
        if self.lost:
            return f"{what} is not in the export that this ledger was restored from; what is shown is computed today"
        if self.digest is None:
            return f"{what} is unknown to today's code; what was frozen holds"
        return f"{what} is as it was frozen; computed today it is another, of digest {self.digest}"


def computed_otherwise(
    journal: Journal, engine: Engine, turn: Callable[[], AbstractContextManager[None]] = nullcontext
) -> Iterator[ComputedOtherwise]:
    """Every frozen report in view that today's code computes otherwise, in the order of the closings.

    Each period is computed within a `turn`, and nothing between them.
    """
    with Books(journal, engine) as books:
        for number in sorted(books.closed):
            with turn():
                found = list(_of_period(books, number))
            yield from found


def _of_period(books: Books, number: int) -> Iterator[ComputedOtherwise]:
    closed = books.closed[number]
    for name, digest in closed.digests.items():
        today = _today(books.month(number), books, name, closed.closing)
        if today != digest:
            yield _otherwise(closed, number, name, digest, today)


def _today(month: Month, books: Books, name: str, closing: Closing) -> str | None:
    """The digest of what is computed today, in the form and under the salt of what was frozen.

    None where there is no such report.
    """
    frozen = closing.thaw({**closing.report_digests, CLOSING_STATE: closing.closing_digest}[name])
    if name != CLOSING_STATE and name not in REPORTS:
        return None
    try:
        if name == CLOSING_STATE:
            made = state_bytes(month, books.tables, version_of(frozen) if frozen else VERSION)
        else:
            made = report_of(name, month).as_bytes()
    except RulesError:
        return None
    return digest_of(salted_like(made, frozen) if frozen else salted(made, closing.random(closing.position), name))


def _otherwise(closed: FrozenPeriod, number: int, name: str, frozen: str, today: str | None) -> ComputedOtherwise:
    closing = closed.closing
    by_the_same = (closing.code, closing.tzdata) == (code_version(), zones_version())
    lost = closing.thaw(frozen) == LOST
    return ComputedOtherwise(
        period_text(number), name, closing.position, closing.code, frozen, today, by_the_same, lost
    )
