"""The figures of a quality report: pure, of evaluations and of the scores of two periods."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from api.operations.evaluations import Evaluation
from projections.evaluations import FULL

_LOWEST_STEP, _STEP = 6_000, 500


@dataclass(frozen=True, slots=True)
class Agent:
    """A line of the report: how often evaluated, the mean (S6.1), and that of the period before; in hundredths."""

    employee: str
    count: int
    mean: int | None
    before: int | None

    @property
    def change(self) -> int | None:
        """By how much the mean moved; None where one of the two is missing."""
        return None if self.mean is None or self.before is None else self.mean - self.before


@dataclass(frozen=True, slots=True)
class Fault:
    """A criterion that lost points: in how many evaluations, how many points, and how often it failed the whole."""

    criterion: str
    evaluations: int
    lost: int
    failed: int


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the distribution: scores from one bound to below the other (the last one: to 100), and how many."""

    low: int
    high: int
    count: int


def agents(found: Sequence[Evaluation], now: Mapping[str, int], before: Mapping[str, int]) -> list[Agent]:
    """A line for each who has a score or an evaluation, the lowest mean first; who has none comes last."""
    counts = Counter(each.employee for each in found if each.score is not None)
    every = {
        employee: Agent(employee, counts[employee], now.get(employee), before.get(employee))
        for employee in {*now, *counts}
    }
    return sorted(every.values(), key=lambda each: (each.mean is None, each.mean, each.employee))


def faults(found: Iterable[Evaluation], criteria_of: Mapping[str, frozenset[str]]) -> list[Fault]:
    """The criteria that lost points, the most first; `criteria_of` gives the critical ones by number of evaluation."""
    count: Counter[str] = Counter()
    lost: Counter[str] = Counter()
    failed: Counter[str] = Counter()
    for each in found:
        for criterion in each.criteria(criteria_of.get(each.number, frozenset())):
            if criterion.lost or criterion.is_failed:
                count[criterion.name] += 1
                lost[criterion.name] += criterion.lost
                failed[criterion.name] += criterion.is_failed
    every = [Fault(name, count[name], lost[name], failed[name]) for name in count]
    return sorted(every, key=lambda fault: (-fault.lost, -fault.failed, fault.criterion))


def distribution(scores: Iterable[int]) -> list[Step]:
    """How many scores there are below 60, and in each step of five points from there."""
    lows = [0, *range(_LOWEST_STEP, FULL, _STEP)]
    highs = [*lows[1:], FULL]
    counts = Counter(max(low for low in lows if low <= score) for score in scores)
    return [Step(low, high, counts[low]) for low, high in zip(lows, highs, strict=True)]
