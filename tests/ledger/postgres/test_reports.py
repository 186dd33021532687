"""Made-up centres on both engines: the same outcomes, and every report of every period the same."""

import json
from typing import Any

import pytest

from ledger.ledger import Ledger
from ledger.refusal import MissingError, RulesError
from projections.books import Books, ReportRequest, make_reports
from projections.engine import PolarsEngine
from projections.journal import read_journal
from projections.reports import REPORTS
from tests.generated import RECORDED_UNTIL, make_centre, periods_of
from tests.ledger.material import Counted
from tests.ledger.stores import Stores


def answers_of(ledger: Ledger, lines: list[str]) -> list[Any]:
    return [(outcome.status, outcome.position, outcome.id, outcome.refusal) for outcome in ledger.record(lines)]


def reports_of(ledger: Ledger, periods: list[str], position: int | None = None) -> dict[str, Any]:
    books = Books(read_journal(ledger, position), PolarsEngine())
    answers: dict[str, Any] = {}
    for period in periods:
        try:
            made = make_reports(books, REPORTS, ReportRequest(period))
        except (MissingError, RulesError) as error:
            answers[period] = str(error)
        else:
            answers[period] = {name: report.as_json() for name, report in made.items()}
    return answers


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
def test_a_centre_is_the_same_on_both_engines(sqlite_stores: Stores, postgres_stores: Stores, seed: int) -> None:
    lines = make_centre(seed, people=7, periods=3)
    key, periods = bytes(32), periods_of(lines, 3)
    one, other = (
        Ledger.open(stores.url(), clock=lambda: RECORDED_UNTIL, entropy=Counted(), master_key=key)
        for stores in (sqlite_stores, postgres_stores)
    )
    with one, other:
        for start in range(0, len(lines), 97):
            part = [json.dumps(line) for line in lines[start : start + 97]]
            assert answers_of(one, part) == answers_of(other, part)
        assert one.facts.page(0, 100_000) == other.facts.page(0, 100_000)
        assert sqlite_stores.rows("SELECT * FROM events ORDER BY position") == postgres_stores.rows(
            "SELECT * FROM events ORDER BY position"
        )
        for position in (None, one.facts.last_position() // 2):
            assert reports_of(one, periods, position) == reports_of(other, periods, position)
