"""S6.1a 质检表 What marks by a form come to: what a refusal says a score would be, and what a page shows before it."""

from collections.abc import Sequence
from typing import NamedTuple


class Mark(NamedTuple):
    """A criterion of a form as it was marked: weight in percent, score in hundredths (None: not applicable)."""

    weight: int
    score: int | None
    critical: bool = False


def form_score(marks: Sequence[Mark]) -> int | None:
    """The weighted mean of the applicable criteria in hundredths, rounded half-up; 0 where a critical one has 0.

    None where no applicable criterion weighs more than 0: then there is no score.
    """
    applicable = [(each.weight, each.score, each.critical) for each in marks if each.score is not None]
    whole = sum(weight for weight, _, _ in applicable)
    if whole == 0:
        return None
    if any(critical and score == 0 for _, score, critical in applicable):
        return 0
    return (2 * sum(weight * score for weight, score, _ in applicable) + whole) // (2 * whole)
