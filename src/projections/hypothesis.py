"""What if: the books with facts that nobody recorded. Nothing is recorded; the same code computes them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ledger.facts.base import Fact
from ledger.facts.prepared_fact import prepared
from projections.books import Books
from projections.books.books import Told
from projections.calendar import MINUTES_A_DAY
from projections.journal import View
from projections.month import Month
from projections.prior_periods import ClosingState, Posted
from projections.roster import NEIGHBOURING_DAYS

_REACH_DAYS = 2
"""A shift ends, and punches of it come in, within so many days of its date."""


@dataclass(frozen=True)
class Hypothesis:
    """What is supposed: facts, the first day whose figures they may move, and a day that is supposed to be over."""

    facts: Sequence[Fact] = ()
    first_day: int | None = None
    """None where that may be any."""
    elapsed: int | None = None
    """The shifts up to that day are supposed to be over (S3.5a), as if this were learnt later; None as it is."""

    @property
    def told(self) -> Told:
        """All that is supposed, in a form that can be looked up."""
        return (self.first_day, self.elapsed, *((fact.kind, fact.model_dump_json()) for fact in self.facts))


class SupposedBooks(Books):
    """The books of a hypothesis. Periods that it cannot reach are those of the books that it starts from."""

    def __init__(self, base: Books, hypothesis: Hypothesis) -> None:
        """The books `base`, and what is supposed."""
        journal, held = base.journal, base.held
        assert journal.viewed is not None
        view = journal.view or View(journal.position)
        elapsed = None if hypothesis.elapsed is None else (hypothesis.elapsed + 1 + _REACH_DAYS) * MINUTES_A_DAY
        instant = None if elapsed is None else journal.site.clock.instant(elapsed)
        facts = tuple(prepared(fact) for fact in hypothesis.facts)
        supposed = journal.viewed(
            replace(view, supposed=(*view.supposed, *facts), supposed_instant=instant or view.supposed_instant)
        )
        super().__init__(replace(supposed, closings=journal.closings), base.engine, held=held)
        self._base = base
        self._first = self._first_moved(hypothesis)

    def month(self, number: int) -> Month:
        """The period of that month number."""
        return self._base.month(number) if self._is_of_base(number) else super().month(number)

    def closing_state(self, number: int) -> ClosingState:
        """What the period of that month number hands on."""
        return self._base.closing_state(number) if self._is_of_base(number) else super().closing_state(number)

    def posted(self, number: int) -> Posted:
        """S11.4: the adjustments; those of the base where the hypothesis reaches no closed period."""
        reaches = any(closed >= self._first for closed in self.closed)
        return self._base.posted(number) if self._is_of_base(number) or not reaches else super().posted(number)

    def _is_of_base(self, number: int) -> bool:
        return number < self._first or number in self.closed

    def _first_moved(self, hypothesis: Hypothesis) -> int:
        """The month number of the first period that may move: shifts compete for punches for a week (S3.4)."""
        cycle = self.journal.site.cycle
        days = [] if hypothesis.elapsed is None else [self._base.journal.today - _REACH_DAYS]
        if hypothesis.facts:
            if hypothesis.first_day is None:
                return self.first_period
            days.append(hypothesis.first_day - NEIGHBOURING_DAYS)
        return max(self.first_period, min((cycle.period_of(day) for day in days), default=self.first_period))
