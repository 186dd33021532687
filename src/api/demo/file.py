"""The demonstration's facts as a file: NDJSON, one fact a line, the same bytes for the same seed."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from api.demo.agenda import Line
from api.demo.centre import centre

DEMO_SEED = 20260701
DEMO_PEOPLE = 60
DEMO_PERIODS = ("2026-07", "2026-08", "2026-09", "2026-10")


def demo_facts(*, people: int = DEMO_PEOPLE, seed: int = DEMO_SEED) -> Iterator[Line]:
    """The lines of the demonstration: four settled periods, the third quarter of 2026 and the month that is paid by it."""
    return centre(seed=seed, people=people, first_period=DEMO_PERIODS[0], periods=len(DEMO_PERIODS))


def write_facts(path: Path, lines: Iterable[Line]) -> int:
    """Write the lines to the file, replacing it, and return how many there were; OSError if it cannot be written."""
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for count, line in enumerate(lines, start=1):
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
    return count
