"""What facts would do before they are recorded: whose figures move in open periods, and what closed ones take back."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from ledger.facts.base import Fact
from ledger.facts.effects import Holds
from ledger.refusal import MissingError, RulesError
from projections.books import Books
from projections.books.postings import Posting, posted_amounts
from projections.calendar import period_text
from projections.comparison import Moved, moved
from projections.comparison.changed_figures import lines_of
from projections.hypothesis import Hypothesis, SupposedBooks
from projections.month import Month

_MOST_PERIODS = 3
"""Of so many open periods the figures are compared, the last ones."""


@dataclass(frozen=True, slots=True)
class SupposedFact:
    """A fact that is not recorded, and the day that it is of: of what follows, that of what it follows."""

    fact: Fact
    day: int

    @property
    def first_day(self) -> int:
        """The first day whose figures it may move."""
        return self.day - (self.fact.counts_before or 0)


@dataclass(frozen=True, slots=True)
class Consequences:
    """What would be otherwise: figures by open period, and postings for closed ones (S11.4)."""

    moved: Sequence[tuple[str, Moved]] = ()
    posted: Sequence[Posting] = ()
    problem: str = ""
    """Why no report could be made with it, in a sentence; then nothing else is told."""


def consequences_of(base: Books, supposed: Sequence[SupposedFact], *, with_pay: bool) -> Consequences:
    """What facts would do together on the books as they are; without lines of pay and postings unless `with_pay`."""
    first = min(each.first_day for each in supposed)
    try:
        hypothesis = Hypothesis([each.fact for each in supposed], first)
        with SupposedBooks(base, hypothesis) as books:
            figures = [
                (period_text(number), each)
                for number in _periods(base, supposed)
                for each in _moved(base.month(number), books.month(number), with_pay=with_pay)
            ]
            posted = _posted(base, books, hypothesis, first) if with_pay else []
    except (MissingError, RulesError) as error:
        return Consequences(problem=str(error))
    return Consequences(figures, posted)


def _periods(base: Books, supposed: Sequence[SupposedFact]) -> list[int]:
    """The open periods in which figures may move: those of the facts, and the running one where they hold on."""
    cycle, last = base.journal.site.cycle, base.journal.last_period()
    touched = {max(cycle.period_of(each.day), base.first_open) for each in supposed}
    if any(each.fact.holds is not Holds.DATED for each in supposed):
        touched.add(max(base.journal.recorded_period(), base.first_open))
    return sorted(number for number in touched if number <= last)[-_MOST_PERIODS:]


def _moved(before: Month, after: Month, *, with_pay: bool) -> list[Moved]:
    if before is after:
        return []
    lines = [lines_of(each) if with_pay else _NO_LINES for each in (before, after)]
    return moved(before, after, lines[0], lines[1])


def _posted(base: Books, supposed: Books, hypothesis: Hypothesis, first_day: int) -> list[Posting]:
    """What the next closing would add for closed periods beside what it adds already."""
    if not base.closed or base.journal.site.cycle.period_of(first_day) >= base.first_open:
        return []
    before, after = posted_amounts(base), base.keep_late(hypothesis.told, posted_amounts(supposed))
    changes = {key: after.get(key, 0) - before.get(key, 0) for key in sorted(before.keys() | after.keys())}
    return [Posting(employee, period, fen) for (employee, period), fen in changes.items() if fen]


_NO_LINES = pl.DataFrame(schema={"employee": pl.String, "item": pl.String, "amount": pl.Int64, "clause": pl.String})
