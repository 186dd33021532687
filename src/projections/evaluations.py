"""S6.1, S6.1a 质检 One evaluation: what its criteria come to, in hundredths of a point; rounded half-up once."""

from collections.abc import Sequence
from dataclasses import dataclass

from ledger.form_score import Mark, form_score
from projections.expressions import rounded

FULL = 10_000
"""A hundred points."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion with its mark: its weight in percent, its score in hundredths, and whether it is critical.

    The score is None where the criterion is not applicable.
    """

    name: str
    weight: int
    score: int | None
    critical: bool = False

    @property
    def is_failed(self) -> bool:
        """Whether it fails the whole: a critical criterion without a point."""
        return self.critical and self.score == 0

    @property
    def lost(self) -> int:
        """What it takes off the whole, in hundredths of a point."""
        return 0 if self.score is None else rounded(self.weight * (FULL - self.score), 100)


def weighted_score(criteria: Sequence[Criterion]) -> int | None:
    """S6.1a: the weighted mean of the applicable criteria; 0 where a critical one is failed, None where none counts."""
    return form_score([Mark(each.weight, each.score, each.critical) for each in criteria])
