"""The score of an evaluation, in hundredths of a point: whole numbers all along, rounded half-up once at the end."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ledger.facts.figures import show_hundredths
from projections.expressions import rounded

_SCORE = re.compile(r"([0-9]{1,3})(?:\.([0-9]{1,2}))?", re.ASCII)
FULL = 10_000
"""A hundred points."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A criterion as it was marked: its weight in percent, its score in hundredths, and whether it is critical."""

    name: str
    weight: int
    score: int
    critical: bool = False

    @property
    def is_failed(self) -> bool:
        """Whether it fails the whole: a critical criterion has no point."""
        return self.critical and self.score == 0

    @property
    def lost(self) -> int:
        """What it takes off the whole, in hundredths of a point."""
        return rounded(self.weight * (FULL - self.score), 100)


def weighted_score(criteria: Sequence[Marked]) -> int:
    """The weighted mean of the criteria, rounded half-up to a hundredth; 0 where a critical one is failed."""
    whole = sum(each.weight for each in criteria)
    if whole == 0 or any(each.is_failed for each in criteria):
        return 0
    return rounded(sum(each.weight * each.score for each in criteria), whole)


def score_of(text: str) -> int | None:
    """A score as it is typed, `85`, `85.5` or `85.50`, in hundredths; None where it is not a score from 0 to 100."""
    match = _SCORE.fullmatch(text.strip())
    if match is None:
        return None
    score = int(match[1]) * 100 + int((match[2] or "").ljust(2, "0"))
    return score if score <= FULL else None


def drawn(score: int | None) -> Decimal | None:
    """Hundredths as points, for a chart."""
    return None if score is None else Decimal(score) / 100


def shown_points(figure: Any) -> str:
    """Points in a chart: a figure, or a mark of an axis."""
    return f"{figure:.2f}"


def points(score: int | None) -> str:
    """Hundredths as they are shown and recorded: `85.50`; empty where there is none."""
    return "" if score is None else show_hundredths(score)
