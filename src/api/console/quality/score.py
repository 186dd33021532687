"""Scores in hundredths of a point, as they are typed and shown."""

import re
from decimal import Decimal
from typing import Any

from ledger.facts.figures import show_hundredths
from projections.evaluations import FULL

_SCORE = re.compile(r"([0-9]{1,3})(?:\.([0-9]{1,2}))?", re.ASCII)


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
