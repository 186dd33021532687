"""What a fact did to somebody's scores: the books right before it beside the books with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from api.console.periods import every_period
from api.console.visit import Visit
from api.problems import Problem

COMPONENTS = ("call", "work", "behaviour", "total")


@dataclass(frozen=True, slots=True)
class ScoreChange:
    """Scores of a period before and after a fact, as texts; None where there are none."""

    period: str
    position: int
    before: Mapping[str, str | None]
    after: Mapping[str, str | None]
    is_after_closing: bool
    """The period was closed before the fact: its books stay, and the next closing adjusts."""

    @property
    def is_moved(self) -> bool:
        """Whether any score moved."""
        return self.before != self.after


def period_of(visit: Visit, day: str) -> Mapping[str, Any] | None:
    """The period that a date belongs to; None before the first and after the current one."""
    periods = every_period(visit)
    return next((each for each in periods if each["first_day"] <= day <= each["last_day"]), None)


def score_change(visit: Visit, day: str, employee: str, position: int) -> ScoreChange | None:
    """What the fact at a position did to the scores of the period that a date belongs to."""
    period = period_of(visit, day)
    if period is None:
        return None
    before = scores_of(visit, period["period"], employee, position - 1)
    after = scores_of(visit, period["period"], employee, position)
    closed = period["closed_at"] is not None and period["closed_at"] < position
    return ScoreChange(period["period"], position, before, after, closed)


def scores_of(visit: Visit, period: str, employee: str, position: int | None = None) -> dict[str, str | None]:
    """The scores of somebody in a period, by component; all None where there is no row within reach."""
    as_of = None if position is None else str(position)
    try:
        rows = visit.report("scores", period, employee=employee, as_of=as_of)["rows"]
    except Problem as problem:
        if problem.kind.name != "not-found":
            raise
        rows = []
    row = rows[0] if rows else {}
    return {name: row.get(name) for name in COMPONENTS}
