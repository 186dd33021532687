"""Every worked case of the manual, through a real ledger to the real reports, on both engines."""

from collections.abc import Callable
from typing import Any

import pytest

from ledger.ledger import Ledger
from ledger.refusal import LedgerError
from projections.books import Books, ReportRequest, make_report
from projections.engine import DuckDBEngine, Engine, PolarsEngine
from projections.journal import read_journal
from projections.reports import REPORTS
from tests.manual.cases import Question
from tests.manual.floors import Floor, Placed, cases_for_second_engine, placed_cases

Row = dict[str, Any]
BooksOf = Callable[[Floor, type[Engine], int | None], Books]


def _id(placed: Placed) -> str:
    return placed.case.name


@pytest.mark.parametrize("placed", placed_cases(), ids=_id)
def test_the_manual_holds(placed: Placed, books_of: BooksOf) -> None:
    compare(placed, PolarsEngine, books_of)


@pytest.mark.slow
@pytest.mark.parametrize("placed", cases_for_second_engine(), ids=_id)
def test_the_manual_holds_on_duckdb(placed: Placed, books_of: BooksOf) -> None:
    compare(placed, DuckDBEngine, books_of)


@pytest.fixture(scope="module")
def books_of(tmp_path_factory: pytest.TempPathFactory) -> BooksOf:
    """The books of a floor as of a position; a floor's facts are recorded once."""
    known: dict[tuple[Floor, type[Engine], int | None], Books] = {}

    def books(floor: Floor, engine: type[Engine], as_of: int | None) -> Books:
        key = (floor, engine, as_of)
        if key not in known:
            with record(floor, f"sqlite:///{tmp_path_factory.mktemp('floor') / 'ledger.db'}") as ledger:
                known[key] = Books(read_journal(ledger, as_of), engine())
        return known[key]

    return books


def record(floor: Floor, store: str) -> Ledger:
    """A ledger of the floor's facts, of which those are refused that the case says, and no others."""
    ledger = Ledger.open(store, clock=lambda: floor.recorded_at, master_key=bytes(range(32)))
    outcomes = ledger.record(floor.facts)
    refused = {line: outcome.refusal for line, outcome in enumerate(outcomes, start=1) if outcome.refusal}
    assert list(refused) == floor.refused, refused
    return ledger


def compare(placed: Placed, engine: type[Engine], books_of: BooksOf) -> None:
    """Compare each report that the case asks for; where no rows are given there are none."""
    case = placed.case
    for question, listed in case.expected:
        rows = [row for row in listed if "no_row" not in row]
        person = REPORTS[question.report].person
        named = {row.get("no_row") or row[person] for row in listed} if person else set()
        given = placed.own(answer(books_of(placed.floor, engine, question.as_of), question))
        of_named = [_shown(row) for row in given if not named or row[person] in named]
        assert _as_asked(of_named, rows) == rows, f"{question.period} {question.report}: {case.why}"
    for question, sentence in case.fails:
        with pytest.raises(LedgerError) as failure:
            answer(books_of(placed.floor, engine, question.as_of), question)
        assert sentence in str(failure.value)
    if not (case.expected or case.fails):
        books_of(placed.floor, engine, None)


def answer(books: Books, question: Question) -> list[Row]:
    """All rows of the report."""
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
