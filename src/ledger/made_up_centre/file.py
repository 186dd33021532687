"""The demonstration's facts as a file: NDJSON, one fact a line, the same bytes for the same seed."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from ledger.made_up_centre.agenda import Line
from ledger.made_up_centre.centre import centre
from ledger.made_up_centre.demonstration import DEMO_PEOPLE, DEMO_PERIODS, DEMO_SEED


def demo_facts(*, people: int = DEMO_PEOPLE, seed: int = DEMO_SEED, duties: bool = False) -> Iterator[Line]:
    """The lines of the demonstration: the third quarter of 2026, and October, in which its star pay begins."""
    periods = len(DEMO_PERIODS)
    return centre(seed=seed, people=people, first_period=DEMO_PERIODS[0], periods=periods, duties=duties)


def write_facts(path: Path, lines: Iterable[Line]) -> int:
    """Write the lines to the file, replacing it, and return how many there were; OSError if it cannot be written."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        return sum(1 for line in lines if file.write(json.dumps(line, ensure_ascii=False) + "\n"))
