"""Chance in whole numbers: shares in thousandths, scores in hundredths; no float, so every machine draws the same."""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


def happens(rng: Random, per_mille: int) -> bool:
    """Whether something happens that happens so many times in a thousand."""
    return rng.randrange(1000) < per_mille


def bell(rng: Random, middle: int, reach: int) -> int:
    """A number around the middle, seldom far from it, never further than the reach."""
    return middle + (sum(rng.randint(-reach, reach) for _ in range(3)) // 3)


def chosen(rng: Random, among: Sequence[T], per_mille: int, at_least: int = 0) -> list[T]:
    """A share of them, at least so many as long as there are so many."""
    count = max(at_least, (len(among) * per_mille + rng.randrange(1000)) // 1000)
    return rng.sample(among, min(count, len(among)))


def points(hundredths: int) -> str:
    """A score held within 0 … 100.00, as a decimal string."""
    held = max(0, min(10_000, hundredths))
    return f"{held // 100}.{held % 100:02}"


def whole_points(hundredths: int) -> int:
    """A score in whole points, as most evaluators give it."""
    return max(0, min(100, (hundredths + 50) // 100))
