"""What a run measures, and how often."""

from dataclasses import dataclass
from pathlib import Path

PARTS = ("import", "reports", "periods", "books", "centre")
STORES = ("sqlite", "postgresql")
SAVED_SAMPLE, SAVED_REPEATS = 2_000, 3
FEW_PEOPLE, SOME_PEOPLE = 1_000, 10_000
COMPARED_PEOPLE, ASKED_PEOPLE = 500, 5_000
"""The sizes at which books are compared, and a what-if is asked: those of the targets."""


@dataclass(frozen=True)
class Plan:
    """The sizes, the stores and the parts of one run; `folder` holds what is made on the way."""

    people: tuple[int, ...]
    periods: int
    stores: tuple[str, ...]
    parts: tuple[str, ...]
    folder: Path
    once: bool = False
    """Everything once and without a warm-up: to see that the bench works, and for no figures."""

    def repeats(self, people: int) -> "Repeats":
        """How often a centre of that size is measured: less often, the longer it takes."""
        if self.once:
            return Repeats(warm_up=0, short=1, long=1)
        if people <= FEW_PEOPLE:
            return Repeats(warm_up=2, short=7, long=5)
        if people <= SOME_PEOPLE:
            return Repeats(warm_up=1, short=5, long=3)
        return Repeats(warm_up=1, short=3, long=1)

    @property
    def period_counts(self) -> tuple[int, ...]:
        """The numbers of periods whose growth is measured: doubled from 1 up to the most."""
        counts = [2**power for power in range(self.periods.bit_length()) if 2**power < self.periods]
        return (*counts, self.periods)

    @property
    def period_people(self) -> int:
        """The size of the centres of several periods: the smallest."""
        return min(self.people)


@dataclass(frozen=True)
class Repeats:
    """Runs that are counted, and those before that are not."""

    warm_up: int
    short: int
    """Of work that takes up to some seconds."""
    long: int
    """Of imports, floors and folds: each begins with nothing, so that there is nothing to warm up but the disk."""
