"""The books and the plain reference answer alike where periods were closed and facts came in after."""

import json
import os
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import pytest

from ledger.refusal import MissingError, RulesError
from projections.reports import REPORTS
from tests.generated import make_centre, periods_of
from tests.generated.late import after, in_batches
from tests.ledger.material import Hands
from tests.ledger.stores import PostgresStores
from tests.projections.office import Office, Rows, office, rows_of
from tests.reference import Closing, RefusedReportError, record, shown

PERIODS = 5
CLOSED = 3
OF_ITEMS = {"appraisal", "metric"}
SEEDS = int(os.environ.get("WORKLEDGER_TEST_SEEDS", "40")) // 8
Line = dict[str, Any]


@dataclass(frozen=True)
class Recorded:
    """A centre in the order of recording, and what was closed in between."""

    lines: list[Line]
    periods: list[str]
    closings: list[Closing]


def in_the_order_of_recording(seed: int) -> tuple[list[list[Line]], list[str]]:
    lines = make_centre(seed, 3 + seed % 3, PERIODS, duties=seed % 2 == 0)
    periods = periods_of(lines, PERIODS)
    return in_batches(lines, periods, seed, percent=10), periods


def closed_one_after_the_other(at: Office, seed: int, *, held: bool) -> Recorded:
    """Record batch after batch, and close a period after each; until one cannot be computed."""
    batches, periods = in_the_order_of_recording(seed)
    closings: list[Closing] = []
    site = batches[0][0]
    for number, batch in enumerate(batches):
        at.record(*batch, at=after(periods[min(number, PERIODS - 1)], site, 2))
        if number < CLOSED and number == len(closings):
            closing = Closing(
                periods[number],
                at.ledger.facts.last_position() - len(closings),
                after(periods[number], site, 3),
                held and number % 2 == 1,
            )
            try:
                at.close(closing.period, held=closing.held, at=closing.at)
            except (MissingError, RulesError):
                continue
            closings.append(closing)
    return Recorded([line for batch in batches for line in batch], periods, closings)


def answered(at: Office, period: str, position: int) -> Rows | None:
    try:
        return rows_of(at.books(position), period)
    except (MissingError, RulesError):
        return None


def expected(at: Office, recorded: Recorded, period: str, position: int) -> Rows | None:
    """What the reference shows at a position; closings have positions of their own on the ledger only."""
    earlier = [closing for number, closing in enumerate(recorded.closings, 1) if closing.facts + number <= position]
    facts = record(json.dumps(line) for line in recorded.lines).facts[: position - len(earlier)]
    try:
        return shown(facts, earlier, period, at.ledger.facts.recorded_at(position))
    except RefusedReportError:
        return None


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 100 + SEEDS))
def test_every_row_of_every_period_is_that_of_the_reference(seed: int, tmp_path: Path) -> None:
    at = office(tmp_path)
    with at.ledger:
        recorded = closed_one_after_the_other(at, seed, held=seed % 2 == 1)
        last = at.ledger.facts.last_position()
        asked = [(period, last) for period in recorded.periods]
        earlier = Random(seed)
        asked.append((earlier.choice(recorded.periods), earlier.randint(last // 3, last)))
        for period, position in asked:
            got, wanted = answered(at, period, position), expected(at, recorded, period, position)
            assert (got is None) == (wanted is None), (period, position)
            for name in REPORTS:
                assert (got or {}).get(name) == (wanted or {}).get(name), f"{name} of {period} at {position}"


def with_late_items() -> int:
    """The first seed of a centre in which appraisals and metrics come in after the closing of their period."""
    for seed in range(100, 300):
        batches, periods = in_the_order_of_recording(seed)
        late = {
            line["kind"]
            for number, batch in enumerate(batches)
            for line in batch
            if line["kind"] in OF_ITEMS and line["period"] in periods[: min(number, CLOSED)]
        }
        if late == OF_ITEMS:
            return seed
    raise AssertionError("no centre has late appraisals and metrics; draw more of them")


@pytest.mark.slow
def test_closings_and_late_appraisals_and_metrics_are_answered_alike_on_postgresql(
    postgres_stores: PostgresStores,
) -> None:
    seed, clock = with_late_items(), Hands()
    at = Office(postgres_stores.open(clock=clock), clock)
    with at.ledger:
        recorded = closed_one_after_the_other(at, seed, held=False)
        assert recorded.closings
        last = at.ledger.facts.last_position()
        for period in recorded.periods[: CLOSED + 1]:
            got, wanted = answered(at, period, last), expected(at, recorded, period, last)
            assert (got is None) == (wanted is None), period
            for name in REPORTS:
                assert (got or {}).get(name) == (wanted or {}).get(name), f"{name} of {period}"


@pytest.mark.slow
def test_these_centres_reach_what_there_is_to_adjust() -> None:
    reached: Counter[str] = Counter()
    for seed in range(100, 112):
        batches, periods = in_the_order_of_recording(seed)
        site, lines = batches[0][0], [line for batch in batches for line in batch]
        seen = [
            len(record(json.dumps(line) for batch in batches[: n + 1] for line in batch).facts) for n in range(CLOSED)
        ]
        closings = [
            Closing(periods[number], seen[number], after(periods[number], site, 3), seed % 2 == 1 and number == 1)
            for number in range(CLOSED)
        ]
        facts = record(json.dumps(line) for line in lines).facts
        for period in periods[1:]:
            try:
                reached += tally(shown(facts, closings, period, after(periods[-1], site, 2)))
            except RefusedReportError:
                continue
    assert [what for what, found in reached.items() if found < 3] == []
    assert len(reached) == 6


def tally(rows: Rows) -> Counter[str]:
    found = Counter({"more lieu": 0, "less lieu": 0, "more": 0, "less": 0, "without base": 0, "for two periods": 0})
    for row in rows["hours"]:
        found["more lieu"] += row["lieu_adjusted"] > 0
        found["less lieu"] += row["lieu_adjusted"] < 0
    for row in rows["payroll"]:
        adjusted = [line["amount"] for line in row["lines"] if line["item"].startswith("adjustment")]
        found["more"] += any(not amount.startswith("-") for amount in adjusted)
        found["less"] += any(amount.startswith("-") for amount in adjusted)
        found["for two periods"] += len(adjusted) > 1
        found["without base"] += bool(adjusted) and row["lines"][0]["item"] != "base"
    return Counter({what: number for what, number in found.items() if number})
