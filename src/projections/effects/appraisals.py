"""S6.2a What an appraisal would do, were it final: its items, the score of its component, and total, rank and bonus."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import narwhals.stable.v2 as nw

from ledger.facts.appraisals import Appraisal
from projections.books import Books
from projections.calendar import period_number
from projections.expressions import Frame
from projections.hypothesis import Hypothesis, SupposedBooks
from projections.month import Month

FIGURES = ("component", "total", "rank", "bonus")
Figures = Mapping[str, int | None]
"""The score of the component and the total (hundredths), the rank, and the monthly bonus (fen); None: there is none."""


@dataclass(frozen=True)
class AppraisalEffect:
    """What an appraisal would do."""

    items: tuple[Mapping[str, Any], ...]
    """item, source, value, points and max (hundredths) of each, in the form's order; none where the form is unknown."""
    before: Figures
    after: Figures
    is_closed: bool
    """Whether the period is closed: its figures stay as they were frozen, and the difference is adjusted later."""

    @property
    def sum(self) -> int:
        """The points so far."""
        return sum(each["points"] or 0 for each in self.items)

    @property
    def is_whole(self) -> bool:
        """Whether every item has points."""
        return all(each["points"] is not None for each in self.items)


def appraisal_effect(base: Books, appraisal: Appraisal) -> AppraisalEffect:
    """What an appraisal would do, of a closed period in a replay of it. Raises MissingError for no such period."""
    number = period_number(appraisal.period)
    month = base.reported(appraisal.period)
    closed = number in base.closed
    final = appraisal.model_copy(update={"stage": "final"})
    with SupposedBooks(base, Hypothesis([final], month.period.first_day)) as supposed:
        before = base.replay.month(number) if closed else month
        after = supposed.replay.month(number) if closed else supposed.month(number)
        items = _of(after, after.appraisal_items, final, component=final.component).sort("place")
        shown = items.select("item", "source", "value", "points", "max").to_dicts()
        return AppraisalEffect(tuple(shown), _figures(before, final), _figures(after, final), closed)


def _figures(month: Month, appraisal: Appraisal) -> dict[str, int | None]:
    scores, ranking, bonus = (_of(month, frame, appraisal) for frame in (month.scores, month.ranking, month.bonus))
    of = [(scores, appraisal.component), (scores, "total"), (ranking, "rank"), (bonus, "amount")]
    return {
        name: None if rows.is_empty() else rows[column][0] for name, (rows, column) in zip(FIGURES, of, strict=True)
    }


def _of(month: Month, frame: Frame, appraisal: Appraisal, **where: str) -> Any:
    wanted = nw.col("employee") == appraisal.employee
    for name, value in where.items():
        wanted &= nw.col(name) == value
    return month.tables.engine.rows(frame.filter(wanted))
