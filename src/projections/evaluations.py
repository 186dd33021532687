"""S6.1 质检 One evaluation: what its criteria come to, in hundredths of a point; rounded half-up once at the end."""

from collections.abc import Sequence
from dataclasses import dataclass

from projections.expressions import rounded

FULL = 10_000
"""A hundred points."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion with its mark: its weight in percent, its score in hundredths, and whether it is critical."""

    name: str
    weight: int
    score: int
    critical: bool = False

    @property
    def is_failed(self) -> bool:
        """Whether it fails the whole: a critical criterion without a point."""
        return self.critical and self.score == 0

    @property
    def lost(self) -> int:
        """What it takes off the whole, in hundredths of a point."""
        return rounded(self.weight * (FULL - self.score), 100)


def weighted_score(criteria: Sequence[Criterion]) -> int:
    """The weighted mean of the criteria, rounded half-up to a hundredth; 0 where a critical one is failed."""
    whole = sum(each.weight for each in criteria)
    if whole == 0 or any(each.is_failed for each in criteria):
        return 0
    return rounded(sum(each.weight * each.score for each in criteria), whole)
