"""The product and the plain reference answer alike, on whatever centre: line by line, report by report."""

import json
import os
import tempfile
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from ledger.ledger import Ledger
from ledger.refusal import MissingError, RulesError
from projections.books import Books, ReportRequest, make_reports
from projections.engine import DuckDBEngine, Engine, PolarsEngine
from projections.journal import read_journal
from projections.reports import REPORTS
from tests.generated import RECORDED_UNTIL, centres, make_centre, periods_of
from tests.reference import RefusedReportError, record, reports

MORE_SEEDS = int(os.environ.get("WORKLEDGER_TEST_SEEDS", "24"))
"""How many centres the slow comparison takes; raise it for a night's run."""
DEEP = os.environ.get("WORKLEDGER_TEST_DEEP") == "1"
DUCKDB_SEEDS = max(1, MORE_SEEDS // 10) if DEEP else 1
"""How many of them DuckDB takes, which plans every small query anew and so needs a dozen times as long."""
Rows = dict[str, list[dict[str, Any]]]


def recorded(lines: list[dict[str, Any]], folder: Path) -> tuple[Ledger, list[str]]:
    """A ledger of these lines, all recorded at the instant that the reference takes as the latest."""
    ledger = Ledger.open(f"sqlite:///{folder / 'centre.db'}", clock=lambda: RECORDED_UNTIL)
    return ledger, [outcome.status for outcome in ledger.record(json.dumps(line) for line in lines)]


def answered(books: Books, period: str, rules: str | None = None) -> Rows | None:
    try:
        made = make_reports(books, REPORTS, ReportRequest(period, rules))
    except (MissingError, RulesError):
        return None
    return {name: report.as_json()["rows"] for name, report in made.items()}


def expected(facts: list[dict[str, Any]], period: str, **coordinates: Any) -> Rows | None:
    try:
        rows = reports(facts, period, recorded_until=RECORDED_UNTIL, **coordinates)
    except RefusedReportError:
        return None
    return {name: rows[name] for name in REPORTS}


def assert_alike(lines: list[dict[str, Any]], periods: list[str], engine: type[Engine], random: Random) -> None:
    """Every outcome and report; then one period under a rule set named by hand, and one as of an earlier position."""
    reference = record(json.dumps(line) for line in lines)
    with tempfile.TemporaryDirectory() as folder:
        ledger, outcomes = recorded(lines, Path(folder))
        assert outcomes == reference.outcomes
        books = Books(read_journal(ledger), engine())
        for period in periods:
            assert answered(books, period) == expected(reference.facts, period)
        period = random.choice(periods)
        for version in (rules["version"] for rules in reference.facts if rules["kind"] == "rules"):
            assert answered(books, period, version) == expected(reference.facts, period, rules=version)
        as_of = random.randint(1, len(reference.facts))
        then = Books(read_journal(ledger, as_of), engine())
        assert answered(then, period) == expected(reference.facts, period, as_of=as_of)
        ledger.close()


@pytest.mark.slow
@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
@given(centres())
def test_a_drawn_centre_is_answered_alike(centre: tuple[list[dict[str, Any]], list[str]]) -> None:
    lines, periods = centre
    assert_alike(lines, periods, PolarsEngine, Random(len(lines)))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(MORE_SEEDS))
def test_a_seeded_centre_is_answered_alike(seed: int) -> None:
    count = 2 + seed % 4
    lines = make_centre(seed, 3 + seed % 6, count, duties=seed % 4 < 2)
    assert_alike(lines, periods_of(lines, count), PolarsEngine, Random(seed))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1001, 1001 + DUCKDB_SEEDS))
def test_a_seeded_centre_is_answered_alike_by_duckdb(seed: int) -> None:
    count = 2 + seed % 4
    lines = make_centre(seed, 3 + seed % 6, count, duties=seed % 4 < 2)
    assert_alike(lines, periods_of(lines, count), DuckDBEngine, Random(seed))
