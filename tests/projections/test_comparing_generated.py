"""On ledgers whose closings are frozen no difference is ever put down to code, and every share is accounted for."""

from pathlib import Path
from random import Random
from typing import Any

import pytest

from ledger.refusal import MissingError, RulesError
from projections.comparison import Coordinates
from tests.generated import make_centre, periods_of
from tests.generated.late import after, in_batches
from tests.projections.office import Office, office
from tests.projections.sides import compared

PERIODS = 3
SIDES = [("books", "replay"), ("books", "books"), ("replay", "books")]


def closed(folder: Path, seed: int) -> tuple[Office, list[str], list[str]]:
    """An office with two closed periods and a few late facts, its periods, and its rule sets."""
    lines = make_centre(seed, 2, PERIODS)
    periods = periods_of(lines, PERIODS)
    at = office(folder)
    for number, batch in enumerate(in_batches(lines, periods, seed, percent=3)):
        at.record(*batch, at=after(periods[min(number, PERIODS - 1)], lines[0], 2))
        if number < PERIODS - 1:
            at.close(periods[number], held=bool(seed % 2))
    versions: list[Any] = [line["version"] for line in lines if line["kind"] == "rules" and line["version"] != "bad"]
    return at, periods, versions


@pytest.mark.slow
@pytest.mark.parametrize("seed", [2, 4])
def test_no_difference_of_a_frozen_ledger_is_put_down_to_code(seed: int, tmp_path: Path) -> None:
    at, periods, versions = closed(tmp_path, seed)
    random = Random(seed)
    with at.ledger:
        last = at.ledger.facts.last_position()
        closings = [closing.position for closing in at.reader.at().closings]
        for period, kinds in zip((periods[0], periods[1], periods[0]), SIDES, strict=True):
            at_positions = (random.choice([last, last - 9, closings[-1]]), last)
            rules = (None, random.choice([None, *versions]))
            one, other = (Coordinates(*side) for side in zip(kinds, at_positions, rules, strict=True))
            try:
                at.books().reported(period, other.rules)
                compared(at, period, one, other)
            except (MissingError, RulesError):
                continue
