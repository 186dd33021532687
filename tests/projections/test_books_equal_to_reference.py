"""The books and the plain reference answer alike where periods were closed and facts came in after."""

import json
import os
from pathlib import Path

import pytest

from projections.problems import ReportError
from projections.reports import REPORTS
from tests.generated import make_centre, periods_of
from tests.generated.late import after, in_batches
from tests.projections.office import Office, Rows, office, rows_of
from tests.reference import Closing, RefusedReportError, record, shown

PERIODS = 6
CLOSED = 4
SEEDS = int(os.environ.get("WORKLEDGER_TEST_SEEDS", "40")) // 4


def closed_one_after_the_other(
    at: Office, batches: list[list[dict[str, object]]], periods: list[str], *, held: bool
) -> list[Closing]:
    """Record batch after batch, and close a period after each; until one cannot be computed."""
    closings: list[Closing] = []
    site = batches[0][0]
    for number, batch in enumerate(batches):
        at.record(*batch, at=after(periods[min(number, PERIODS - 1)], site, 2))
        if number < CLOSED and number == len(closings):
            instant, seen = after(periods[number], site, 3), at.ledger.last_position() - len(closings)
            try:
                at.close(periods[number], held=held and number % 2 == 1, at=instant)
            except ReportError:
                continue
            closings.append(Closing(periods[number], seen, instant, held and number % 2 == 1))
    return closings


def expected(lines: list[dict[str, object]], closings: list[Closing], period: str, at: Office) -> Rows | None:
    facts = record(json.dumps(line) for line in lines).facts
    try:
        return shown(facts, closings, period, at.ledger.recorded_at(at.ledger.last_position()))
    except RefusedReportError:
        return None


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(SEEDS))
@pytest.mark.parametrize("held", [False, True], ids=["posted", "held"])
def test_every_row_of_every_period_is_that_of_the_reference(seed: int, held: bool, tmp_path: Path) -> None:
    lines = make_centre(seed, 3 + seed % 4, PERIODS)
    periods = periods_of(lines, PERIODS)
    batches = in_batches(lines, periods, seed)
    at = office(tmp_path)
    with at.ledger:
        closings = closed_one_after_the_other(at, batches, periods, held=held)
        books = at.books()
        for period in periods:
            try:
                answered: Rows | None = rows_of(books, period)
            except ReportError:
                answered = None
            wanted = expected([line for batch in batches for line in batch], closings, period, at)
            for name in REPORTS:
                assert (answered or {}).get(name) == (wanted or {}).get(name), f"{name} of {period}"
