"""S11.3 账 The books: the periods of a ledger, each on the frozen closing of the one before where that is closed."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

import polars as pl

from ledger.lazy_attribute import computed_once
from projections.books.adjustments import adjustments
from projections.books.frozen_period import FrozenPeriod
from projections.engine import Engine
from projections.facts import Facts
from projections.journal import Journal, View
from projections.journal.closings import Closing
from projections.month import Month
from projections.prior_periods import ClosingState, Posted
from projections.replay import Replay

Amounts = Mapping[tuple[str, str], int]
"""By employee and closed period (``YYYY-MM``): what all that is late adds there, in fen; below 0 it takes pay back."""
Told = tuple[object, ...]
"""What is supposed, in a form that can be looked up: `Hypothesis.told`."""
_MOST_KEPT = 16


class Books(Replay):
    """What `report` shows. A closed period is never restated; the first that is open carries the adjustments."""

    def __init__(self, journal: Journal, engine: Engine, facts: Facts | None = None, *, held: bool = False) -> None:
        """The books of a journal; `held` keeps reductions of closed pay back in the first open period.

        `closed` is every closed period by its month number. `facts` as for a `Replay`.
        """
        super().__init__(journal, engine, facts)
        self.held = held
        self._viewed: dict[int, Month] = {}
        self.late: dict[Told, Amounts] = {}
        """What would be late with what is supposed: the last that was asked for."""
        self.closed: dict[int, FrozenPeriod] = {
            closing.period: FrozenPeriod(closing, self.tables, partial(_books_then, journal, engine, closing))
            for closing in journal.closings
        }

    @property
    def first_open(self) -> int:
        """The month number of the period that is closed next."""
        return self.first_period + len(self.closed)

    @computed_once
    def replay(self) -> Replay:
        """The same facts, whatever was closed."""
        return Replay(self.journal, self.engine, self.facts)

    def frozen(self, number: int) -> FrozenPeriod | None:
        """The closed period of that month number; None where it is open."""
        return self.closed.get(number)

    def month(self, number: int) -> Month:
        """The period of that month number; a closed one as it is computed at its frozen coordinates."""
        return self.closed[number].month if number in self.closed else super().month(number)

    def in_view(self, month: Month) -> Month:
        """A period of these, by the facts in view: of a closed one too, whatever was frozen (S13.1)."""
        number = month.period.number
        closed = self.closed.get(number)
        return month if closed is None or month is not closed.month else self.current(number)

    def current(self, number: int) -> Month:
        """The period of that month number by the facts in view, whatever was frozen (S13.1)."""
        if number not in self.closed:
            return self.month(number)
        if number not in self._viewed:
            self._viewed[number] = self.under(number, *self.rules_of(number))
        return self._viewed[number]

    def booked(self, month: Month) -> Month:
        """A month of these as they have it: of a closed period the one that was frozen, unless under other rules."""
        return self.closed[month.period.number].month if self._follows(month) else month

    def as_shown(self, name: str, month: Month) -> pl.DataFrame:
        """A report of a month of these as they show it: as it was frozen, unless under rules named by hand."""
        if self._follows(month):
            return self.closed[month.period.number].report(name).table
        return super().as_shown(name, month)

    def _follows(self, month: Month) -> bool:
        """Whether it is a closed period of these by the facts in view."""
        number = month.period.number
        return number in self.closed and month is self._viewed.get(number)

    def keep_late(self, told: Told, amounts: Amounts) -> Amounts:
        """What would be late with what is supposed, kept: it is asked for again at the position of these."""
        while len(self.late) >= _MOST_KEPT:
            self.late.pop(next(iter(self.late)), None)
        self.late[told] = amounts
        return amounts

    def forget(self) -> None:
        """Let go of the periods that were computed, also of the closed ones and of the replay."""
        super().forget()
        self._viewed.clear()
        self.late.clear()
        for frozen in self.closed.values():
            frozen.forget()
        if "replay" in vars(self):
            self.replay.forget()

    def closing_state(self, number: int) -> ClosingState:
        """What the period of that month number hands on: frozen where it is closed."""
        frozen = self.closed.get(number)
        return self.month(number) if frozen is None else frozen.state

    def _known_until(self, number: int) -> int:
        """The last closed period before that one, which hands on all that came before it; else the first."""
        return max((closed for closed in self.closed if closed < number), default=self.first_period)

    def posted(self, number: int) -> Posted:
        """S11.4: as they were frozen; due in the first open period; none in those after it."""
        frozen = self.closed.get(number)
        if frozen is not None:
            return frozen.posted
        if number != self.first_open or not self.closed:
            return super().posted(number)
        return adjustments(self.closed, self.replay, held=self.held)


def _books_then(journal: Journal, engine: Engine, closing: Closing) -> Books:
    """The books in which a closed period is computed by today's code, at the coordinates of its closing."""
    assert journal.viewed is not None
    then = journal.viewed(View(closing.position))
    earlier = tuple(each for each in then.closings if each.period < closing.period)
    return Books(replace(then, closings=earlier), engine, held=closing.held)
