"""Disputes on both engines: the same lists, the same cases, the same rows beside which they are shown (S12.2)."""

from datetime import UTC, datetime
from typing import Any

import pytest

from api.disputes import recorded_disputes, shown_disputes
from api.disputes.case import case_of
from ledger.ledger import Ledger
from projections.books import Books, ReportRequest, make_reports
from projections.engine import PolarsEngine
from projections.journal import JournalReader
from projections.reports import REPORTS
from tests.ledger.material import Counted
from tests.ledger.stores import Stores

pytestmark = pytest.mark.slow

AT = "2026-11-05T09:00:00+08:00"
FACTS: list[dict[str, Any]] = [
    {"kind": "site", "name": "S", "time_zone": "Asia/Shanghai", "first_period": "2026-10", "period_start_day": 1},
    {"kind": "employee", "employee": "A", "name": "甲", "role": "csr", "team": "T", "hired_on": "2026-01-01"},
    {"kind": "base_salary", "employee": "A", "from": "2026-01-01", "monthly": "4350"},
    {"kind": "dispute", "dispute": "D1", "employee": "A", "at": AT, "text": "x", "period": "2026-10", "item": "base"},
    {"kind": "dispute", "dispute": "D2", "employee": "A", "at": AT, "text": "x", "period": "2026-10", "item": "hours"},
    {"kind": "dispute_decision", "dispute": "D2", "at": AT, "decision": "upheld", "by": "M", "reason": "r"},
]


def seen(ledger: Ledger) -> Any:
    assert {outcome.status for outcome in ledger.record(FACTS)} == {"accepted"}
    reader, engine = JournalReader(ledger), PolarsEngine()
    listed = [each.as_json() for each in recorded_disputes(ledger)]
    cases = [case_of(ledger, reader, engine, number).as_json() for number in ("D1", "D2")]
    books = Books(reader.at(), engine)
    shown = shown_disputes(ledger, books.journal, make_reports(books, REPORTS, ReportRequest("2026-10")).values())
    return listed, cases, {name: each for name, each in shown.items() if each}


@pytest.mark.slow
def test_disputes_are_the_same_on_both_engines(sqlite_stores: Stores, postgres_stores: Stores) -> None:
    answers = []
    for stores in (sqlite_stores, postgres_stores):
        clock = lambda: datetime(2026, 12, 5, tzinfo=UTC)  # noqa: E731
        with Ledger.open(stores.url(), clock=clock, entropy=Counted(), master_key=bytes(32)) as ledger:
            answers.append(seen(ledger))
    assert answers[0] == answers[1]
    listed, _cases, shown = answers[0]
    assert [each["state"] for each in listed] == ["open", "upheld"]
    assert list(shown) == ["payroll"]
