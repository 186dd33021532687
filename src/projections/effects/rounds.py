"""Several decisions that are looked at together, and the periods that they touch.

Attendance and hours of somebody rest on the facts about that person alone (S3, S4). So decisions about different people
are supposed at once, and each shows what it would do by itself.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import ExitStack
from typing import Any, TypeVar

import narwhals.stable.v2 as nw

from ledger.refusal import MissingError, RulesError
from projections.books import Books
from projections.calendar import MINUTES_A_DAY
from projections.expressions import Frame
from projections.hypothesis import Hypothesis, SupposedBooks
from projections.month import Month
from projections.replay import FORECAST_PERIODS

Asked = TypeVar("Asked")
Effect = TypeVar("Effect")
Row = dict[str, Any]


def rounds(asked: Sequence[Asked], people: Callable[[Asked], Collection[str]]) -> list[list[Asked]]:
    """What is asked, in as few rounds as come of it in order, with nobody twice in a round."""
    found: list[tuple[set[str], list[Asked]]] = []
    for each in asked:
        own = set(people(each))
        taken, members = next((a_round for a_round in found if a_round[0].isdisjoint(own)), (set[str](), []))
        if not members:
            found.append((taken, members))
        taken |= own
        members.append(each)
    return [members for _taken, members in found]


def each_effect(
    a_round: Sequence[Asked],
    together: Callable[[Sequence[Asked]], Sequence[Effect]],
    failed: Callable[[Asked, str], Effect],
) -> Iterator[Effect]:
    """The effects of a round; where a report cannot be made with all of it, each is looked at by itself."""
    try:
        yield from together(a_round)
    except (MissingError, RulesError) as error:
        if len(a_round) == 1:
            yield failed(a_round[0], str(error))
            return
        for each in a_round:
            yield from each_effect([each], together, failed)


def periods_between(books: Books, first_day: int, last_day: int) -> range:
    """The month numbers of the periods between two days, as far as reports go. Raises MissingError where none is."""
    cycle, last = books.journal.site.cycle, books.journal.last_period() + FORECAST_PERIODS
    touched = range(
        max(cycle.period_of(first_day), books.first_period), min(cycle.period_of(max(first_day, last_day)), last) + 1
    )
    if not touched:
        raise MissingError("no report reaches the dates; ask again when they are nearer")
    return touched


class PassedPeriods(ExitStack):
    """Books in which the shifts up to the end of a period count as over (S3.5a); all are forgotten at the end."""

    def __init__(self, base: Books) -> None:
        """Of the books as they are."""
        super().__init__()
        self._base = base
        self._made: dict[int, Books] = {}

    def up_to(self, number: int) -> Books:
        """The books with every shift over up to the end of the period of that month number."""
        if number not in self._made:
            last_day = self._base.journal.period(number).last_day
            is_over = self._base.journal.recorded_minute >= (last_day + 3) * MINUTES_A_DAY
            supposed = None if is_over else SupposedBooks(self._base, Hypothesis(elapsed=last_day))
            self._made[number] = self._base if supposed is None else self.enter_context(supposed)
        return self._made[number]


def attended_month(books: Books, number: int) -> Month:
    """A period for its attendance, which rests on facts alone; also of a closed one, as it is known now."""
    return books.under(number, *books.rules_of(number)) if number in books.closed else books.month(number)


def rows_of(month: Month, frame: Frame, employees: Collection[str]) -> list[Row]:
    """The rows of some employees."""
    return month.tables.engine.rows(frame.filter(nw.col("employee").is_in(sorted(employees)))).to_dicts()
