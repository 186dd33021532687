"""Whole-number figures: rounding and how a figure is written. No float touches a figure (manual, preamble)."""

from collections.abc import Sequence
from fractions import Fraction


def round_half_up(value: Fraction | int) -> int:
    """Round to a whole number, away from zero on a tie (manual, preamble)."""
    magnitude = abs(Fraction(value))
    whole = (2 * magnitude.numerator + magnitude.denominator) // (2 * magnitude.denominator)
    return whole if value >= 0 else -whole


def mean(values: Sequence[int]) -> int | None:
    """Give the rounded mean, or None of nothing (S6.1, S9.1)."""
    return round_half_up(Fraction(sum(values), len(values))) if values else None


def two_places(hundredths: int | None) -> str | None:
    """Write fen or hundredths of a point as a decimal string with two places; None stays None."""
    if hundredths is None:
        return None
    sign = "-" if hundredths < 0 else ""
    whole, rest = divmod(abs(hundredths), 100)
    return f"{sign}{whole}.{rest:02d}"


def shortest(value: Fraction) -> str:
    """Write a decimal of a rule set without places that say nothing: 1.5, 1, 0.33 (S14.9)."""
    return (two_places(round_half_up(value * 100)) or "").rstrip("0").rstrip(".")
