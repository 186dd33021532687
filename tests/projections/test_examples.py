"""The examples beside the checkout: what their imports answer, and every row of their reports."""

from pathlib import Path

import pytest

from ledger.ledger import Ledger
from projections.books import Books, ReportRequest, make_reports
from projections.engine import PolarsEngine
from projections.journal import read_journal
from projections.reports import REPORTS
from tests.examples import RECORDED_UNTIL, examples, expected_of, facts_of, named


@pytest.mark.slow
@pytest.mark.parametrize("path", examples("centre"), ids=named)
def test_an_example_is_answered_row_by_row(path: Path, tmp_path: Path) -> None:
    expected = expected_of(path)
    with Ledger.open(f"sqlite:///{tmp_path}/ledger.db", clock=lambda: RECORDED_UNTIL) as ledger:
        answer = ledger.imports.import_file(facts_of(path))
        counts = {name: getattr(answer, name) for name in ("accepted", "duplicate", "conflict", "rejected")}
        assert counts | {"refused_lines": [issue.line for issue in answer.issues]} == expected["import"]
        books = Books(read_journal(ledger), PolarsEngine())
        for period, of_period in expected["reports"].items():
            made = make_reports(books, REPORTS, ReportRequest(period))
            for name, rows in of_period.items():
                assert made[name].as_json()["rows"] == rows, f"{name} of {period}"
