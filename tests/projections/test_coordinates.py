"""S11.1: a report is a pure function of period, ledger position and rule set, and of nothing else."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import pytest

from ledger.ledger import Ledger
from tests.projections.demo_ledgers import Line, batches_of, demo_lines, every_report, record_in_batches

pytestmark = pytest.mark.slow
BATCHES = 8
RULES = {"kind": "rules", "version": "V9", "effective_period": "2026-12", "reason": "to try out"}


@pytest.fixture(scope="module")
def batches() -> list[list[Line]]:
    return batches_of(demo_lines(), BATCHES)


@pytest.fixture(scope="module")
def whole(
    batches: list[list[Line]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Ledger, list[tuple[int, datetime]]]]:
    ledger, marks = record_in_batches(tmp_path_factory.mktemp("whole"), batches)
    with ledger:
        yield ledger, marks


@pytest.mark.parametrize("known", [1, 4, 6, BATCHES])
def test_a_report_as_of_a_position_is_that_of_a_ledger_that_ends_there(
    known: int, batches: list[list[Line]], whole: tuple[Ledger, list[tuple[int, datetime]]], tmp_path: Path
) -> None:
    ledger, marks = whole
    position, recorded_at = marks[known - 1]
    part, _ = record_in_batches(tmp_path, batches[:known])
    with part:
        assert part.facts.last_position() == position
        assert every_report(ledger, position) == every_report(part)
    assert ledger.facts.position_at(recorded_at) == position


def test_a_position_within_a_batch_is_that_of_a_ledger_that_ends_there(
    batches: list[list[Line]], whole: tuple[Ledger, list[tuple[int, datetime]]], tmp_path: Path
) -> None:
    short = [*batches[:3], batches[3][:37]]
    part, marks = record_in_batches(tmp_path, short)
    with part:
        assert every_report(whole[0], marks[-1][0]) == every_report(part)


def test_an_instant_between_two_recordings_is_the_position_of_the_earlier(
    whole: tuple[Ledger, list[tuple[int, datetime]]],
) -> None:
    ledger, marks = whole
    for (position, recorded_at), (_, following) in pairwise(marks):
        assert ledger.facts.position_at(recorded_at) == position
        assert ledger.facts.position_at(following - timedelta(microseconds=1)) == position
    assert ledger.facts.position_at(marks[0][1] - timedelta(microseconds=1)) == 0


def test_a_rule_set_named_by_hand_holds_for_the_reported_period_only(tmp_path: Path) -> None:
    parameters = {"window_minutes": 10, "missing_punch": "planned", "lieu_months": 1, "rank_pool": "eligible"}
    ledger, _ = record_in_batches(tmp_path, batches_of([*demo_lines(), RULES | {"parameters": parameters}], BATCHES))
    with ledger:
        own, named = every_report(ledger), every_report(ledger, rules="V9")
    assert own["attendance"]["rows"] != named["attendance"]["rows"]
    assert [row["lieu_opening"] for row in own["hours"]["rows"]] == [
        row["lieu_opening"] for row in named["hours"]["rows"]
    ], "the lots that October hands on are October's"
    assert own["stars"]["rows"] == named["stars"]["rows"], "the stars are read by the quarter's own set"


def test_a_rule_set_of_defaults_named_by_hand_changes_nothing_but_its_name(tmp_path: Path) -> None:
    without = [line for line in demo_lines() if line["kind"] != "rules"]
    ledger, _ = record_in_batches(tmp_path, batches_of([*without, RULES | {"parameters": {}}], BATCHES))
    with ledger:
        own, named = every_report(ledger), every_report(ledger, rules="V9")
    assert {name: report["rows"] for name, report in own.items()} == {
        name: report["rows"] for name, report in named.items()
    }


@pytest.mark.parametrize("seed", range(2))
def test_the_same_coordinates_give_the_same_bytes_whatever_the_order_of_unrelated_facts(
    seed: int, tmp_path: Path
) -> None:
    """Facts about different people change places; of one person, and of everybody, they keep their order."""
    lines = [line for line in demo_lines() if not line["kind"].startswith("swap")]
    straight, _ = record_in_batches(tmp_path, batches_of(lines, BATCHES))
    shuffled, _ = record_in_batches(tmp_path, batches_of(shuffled_by_person(lines, Random(seed)), BATCHES))
    with straight, shuffled:
        assert as_bytes(every_report(straight)) == as_bytes(every_report(shuffled))


def as_bytes(reports: dict[str, Any]) -> bytes:
    return json.dumps(reports, ensure_ascii=False).encode()


def shuffled_by_person(lines: list[Line], random: Random) -> list[Line]:
    """What concerns everybody first, then the people's lines, drawn from one person after another at random."""
    person_of = {line[line["kind"]]: line["employee"] for line in lines if line["kind"] in line and "employee" in line}
    waiting: dict[str, list[Line]] = {}
    for line in lines:
        subject = line["kind"].removesuffix("_decision").removesuffix("_update").removesuffix("_revision")
        waiting.setdefault(line.get("employee") or person_of.get(line.get(subject, ""), ""), []).append(line)
    shuffled = waiting.pop("")
    while waiting:
        person = random.choice(sorted(waiting))
        shuffled.append(waiting[person].pop(0))
        if not waiting[person]:
            del waiting[person]
    return shuffled
