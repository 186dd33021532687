"""What a run measures, and how often."""

from dataclasses import dataclass
from pathlib import Path

PARTS = ("import", "reports", "periods")
STORES = ("sqlite", "postgresql")
SAVED_SAMPLE = 2_000
FEW_PEOPLE, SOME_PEOPLE = 1_000, 10_000


@dataclass(frozen=True)
class Plan:
    """The sizes, the stores and the parts of one run; `folder` holds what is made on the way."""

    people: tuple[int, ...]
    periods: int
    stores: tuple[str, ...]
    parts: tuple[str, ...]
    folder: Path

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

    @classmethod
    def of(cls, people: int) -> "Repeats":
        """Fewer, the longer one takes."""
        if people <= FEW_PEOPLE:
            return cls(warm_up=2, short=7, long=5)
        return cls(warm_up=1, short=5, long=3) if people <= SOME_PEOPLE else cls(warm_up=1, short=3, long=1)
