"""S11.5: what a void takes back counts for nothing in reports, books, comparisons, explanations and suppositions."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from ledger.facts.interchange_line import read_object
from projections.comparison.coordinates import Coordinates
from projections.hypothesis import Hypothesis, SupposedBooks
from tests.projections.late_cases import PERIODS, centre
from tests.projections.office import Office, office
from tests.projections.sides import compared

OCTOBER, NOVEMBER, *_ = PERIODS
ENDED, LATER = datetime(2026, 11, 2, tzinfo=UTC), datetime(2026, 12, 2, tzinfo=UTC)
AT = "2026-10-30T10:00:00+08:00"
MISTAKES = [
    {"kind": "base_salary", "employee": "E1", "from": "2026-10-01", "monthly": "9999.00", "ref": "b2"},
    {"kind": "shift", "employee": "E1", "date": "2026-10-14", "shift": "C", "ref": "s2"},
    {"kind": "holiday", "date": "2026-10-13", "name": "误录", "ref": "h2"},
    {"kind": "work_review", "employee": "E1", "period": OCTOBER, "score": 1, "evaluator": "Q", "at": AT, "ref": "w2"},
    {"kind": "period", "period": OCTOBER, "standard_days": 3, "ref": "p2"},
    {"kind": "overtime_approved", "employee": "E1", "date": "2026-10-12", "minutes": 600, "by": "M", "ref": "o2"},
]


def void(line: dict[str, Any]) -> dict[str, Any]:
    return {"kind": "void", "of_kind": line["kind"], "of": line["ref"], "by": "HR", "reason": "entered by mistake"}


VOIDS = [void(line) for line in MISTAKES]


def made(folder: Path, name: str, *lines: dict[str, Any]) -> Office:
    found = office(folder, name)
    found.given(*centre(), *lines, at=ENDED)
    return found


@pytest.mark.slow
def test_reports_are_as_if_the_mistakes_had_never_been_recorded(tmp_path: Path) -> None:
    right, wrong = made(tmp_path, "right"), made(tmp_path, "wrong", *MISTAKES)
    with right.ledger, wrong.ledger:
        for name in ("attendance", "hours", "payroll"):
            assert wrong.rows(OCTOBER, name) != right.rows(OCTOBER, name), name
        before = wrong.ledger.facts.last_position()
        shown = wrong.shown(OCTOBER)
        wrong.given(*VOIDS)
        for name in ("attendance", "hours", "scores", "ranking", "bonus", "awards", "payroll", "anomalies"):
            assert wrong.rows(OCTOBER, name) == right.rows(OCTOBER, name), name
        assert wrong.shown(OCTOBER, before) == shown


@pytest.mark.slow
def test_a_closed_month_keeps_its_figures_and_the_next_one_gets_the_difference(tmp_path: Path) -> None:
    right, wrong = made(tmp_path, "right"), made(tmp_path, "wrong", *MISTAKES)
    with right.ledger, wrong.ledger:
        wrong.close(OCTOBER, at=ENDED)
        shown, paid = wrong.shown(OCTOBER), _total(wrong, OCTOBER)
        wrong.given(*VOIDS, at=LATER)
        assert wrong.shown(OCTOBER) == shown
        (line,) = [each for each in _lines(wrong, NOVEMBER) if each["item"] == f"adjustment:{OCTOBER}"]
        assert _fen(line["amount"]) == _total(right, OCTOBER) - paid


@pytest.mark.slow
def test_a_comparison_names_the_void_as_the_cause(tmp_path: Path) -> None:
    at = made(tmp_path, "wrong", MISTAKES[0])
    with at.ledger:
        at.close(OCTOBER, at=ENDED)
        at.given(VOIDS[0], at=LATER)
        last = at.ledger.facts.last_position()
        found = compared(at, OCTOBER, Coordinates("books", last), Coordinates("replay", last))
        assert [(cause.name, cause.how, cause.late) for cause in found.causes] == [("void", "voided", True)]
        assert {each.employee for each in found.differences} == {"E1"}


@pytest.mark.slow
@pytest.mark.parametrize("line", MISTAKES, ids=lambda line: line["kind"])
def test_a_void_that_is_supposed_does_what_the_recorded_one_does(tmp_path: Path, line: dict[str, Any]) -> None:
    at = made(tmp_path, "supposed", line)
    with at.ledger:
        with SupposedBooks(at.books(), Hypothesis([read_object(void(line))])) as supposed:
            found = {name: supposed.month(_number(supposed)).tables.of(name) for name in ("roster", "holidays")}
            rows = {name: supposed.engine.rows(frame).to_dicts() for name, frame in found.items()}
        at.given(void(line))
        with at.books() as books:
            real = {name: books.month(_number(books)).tables.of(name) for name in ("roster", "holidays")}
            assert rows == {name: books.engine.rows(frame).to_dicts() for name, frame in real.items()}


def _number(books: Any) -> int:
    return int(books.journal.site.cycle.first_period)


def _lines(at: Office, period: str) -> list[dict[str, str]]:
    (row,) = [each for each in at.rows(period, "payroll") if each["employee"] == "E1"]
    lines: list[dict[str, str]] = row["lines"]
    return lines


def _total(at: Office, period: str) -> int:
    return sum(_fen(line["amount"]) for line in _lines(at, period))


def _fen(amount: str) -> int:
    return round(float(amount) * 100)
