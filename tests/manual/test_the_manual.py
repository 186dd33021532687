"""Every worked case of the manual, through a real ledger to the real reports, on both engines."""

from pathlib import Path
from typing import Any

import pytest

from ledger.ledger import Ledger
from projections.books import Books
from projections.engine import DuckDBEngine, Engine, PolarsEngine
from projections.journal import read_journal
from projections.problems import ReportError
from projections.reports import ReportRequest, make_report
from tests.manual.cases import Case, Question, all_cases

Row = dict[str, Any]
every_case = pytest.mark.parametrize("case", all_cases(), ids=lambda case: case.name)


@every_case
def test_the_manual_holds(case: Case, tmp_path: Path) -> None:
    answer(case, PolarsEngine(), tmp_path)


@pytest.mark.slow
@every_case
def test_the_manual_holds_on_duckdb(case: Case, tmp_path: Path) -> None:
    answer(case, DuckDBEngine(), tmp_path)


def answer(case: Case, engine: Engine, folder: Path) -> None:
    """Record the case's facts, then compare each report that it asks for; where no rows are given there are none."""
    store, key = f"sqlite:///{folder / 'case.db'}", bytes(range(32))
    with Ledger.open(store, clock=lambda: case.recorded_at, master_key=key) as ledger:
        outcomes = ledger.record(case.facts)
        refused = [line for line, outcome in enumerate(outcomes, start=1) if outcome.refusal is not None]
        assert refused == case.refused, [outcome.refusal for outcome in outcomes if outcome.refusal]
        books: dict[int | None, Books] = {}
        for question, listed in case.expected:
            given = [_shown(row) for row in _rows(_books(books, ledger, engine, question), question)]
            rows = [row for row in listed if "no_row" not in row]
            named = {row.get("no_row") or row["employee"] for row in listed}
            of_named = [row for row in given if not named or row["employee"] in named]
            assert _as_asked(of_named, rows) == rows, f"{question.period} {question.report}: {case.why}"
        for question, sentence in case.fails:
            with pytest.raises(ReportError) as failure:
                _rows(_books(books, ledger, engine, question), question)
            assert sentence in str(failure.value)


def _books(books: dict[int | None, Books], ledger: Ledger, engine: Engine, question: Question) -> Books:
    if question.as_of not in books:
        books[question.as_of] = Books(read_journal(ledger, question.as_of), engine)
    return books[question.as_of]


def _rows(books: Books, question: Question) -> list[Row]:
    report = make_report(books, question.report, ReportRequest(question.period, question.rules))
    rows: list[Row] = report.as_json()["rows"]
    return rows


def _shown(row: Row) -> Row:
    """A line of pay as a payslip has it, on one line: `base 4350.00 S10.1`."""
    if "lines" not in row:
        return row
    return row | {"lines": [f"{line['item']} {line['amount']} {line['clause']}" for line in row["lines"]]}


def _as_asked(rows: list[Row], expected: list[Row]) -> list[Row]:
    """The rows with those fields alone that the expected row in their place has; all fields where there is none."""
    asked = [row.keys() for row in expected] + [None] * len(rows)
    return [
        row if fields is None else {name: value for name, value in row.items() if name in fields}
        for row, fields in zip(rows, asked, strict=False)
    ]
