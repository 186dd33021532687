"""How time grows with size: the exponent of the power law that fits best, by least squares on logarithms."""

import math
from collections.abc import Sequence


def exponent(points: Sequence[tuple[int, float]]) -> float | None:
    """The slope through (size, seconds) in logarithms: 1 is linear; None for fewer than two sizes."""
    if len({size for size, _ in points}) < 2:
        return None
    logs = [(math.log(size), math.log(seconds)) for size, seconds in points]
    mean_size = sum(size for size, _ in logs) / len(logs)
    mean_seconds = sum(seconds for _, seconds in logs) / len(logs)
    along = sum((size - mean_size) * (seconds - mean_seconds) for size, seconds in logs)
    return along / sum((size - mean_size) ** 2 for size, _ in logs)


def last_step(points: Sequence[tuple[int, float]]) -> float | None:
    """The exponent between the two largest sizes alone, where fixed costs weigh least."""
    return exponent(sorted(points)[-2:])
