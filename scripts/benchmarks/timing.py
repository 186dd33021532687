"""Measured seconds, and how they are shown: medians with the least and the most."""

import gc
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any


class BenchError(Exception):
    """Why the bench stops, in one sentence."""


@dataclass(frozen=True)
class Timing:
    """Seconds of the same work, measured some times."""

    seconds: tuple[float, ...]

    @classmethod
    def of(cls, seconds: Sequence[float]) -> "Timing":
        """The timing of some repeats; at least one."""
        if not seconds:
            raise BenchError("nothing was measured; a measurement needs at least one repeat")
        return cls(tuple(seconds))

    @property
    def median(self) -> float:
        """The median of the repeats."""
        return statistics.median(self.seconds)

    def __str__(self) -> str:
        if len(self.seconds) == 1:
            return shown(self.median)
        return f"{shown(self.median)} ({shown(min(self.seconds))}–{shown(max(self.seconds))})"


def shown(seconds: float) -> str:
    """Seconds as people read them."""
    return f"{seconds * 1000:.1f} ms" if seconds < 1 else f"{seconds:.2f} s"


def repeated(work: Callable[[], Any], *, warm_up: int, repeats: int) -> list[float]:
    """The seconds of each repeat, after runs that are not counted. Garbage is collected between, not within, them."""
    for _ in range(warm_up):
        work()
    seconds = []
    for _ in range(repeats):
        gc.collect()
        started = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - started)
    return seconds
