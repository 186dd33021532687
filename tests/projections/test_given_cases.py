"""Small files that went wrong elsewhere, which are not part of the project: what they come to, in figures."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from ledger.imports.import_answer import ImportAnswer
from ledger.ledger import Ledger
from projections.books import Books, ReportRequest, freezing, make_report
from projections.doubts import period_doubts
from projections.engine import PolarsEngine
from projections.journal import JournalReader
from tests.ledger.formats.paper import given_case, imported
from tests.ledger.material import MASTER_KEY, SITE, Hands

STAFF = ("1001", "1002", "1003")


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """A ledger of a site whose first period is August, looked at on the last day of December."""
    clock = Hands(datetime(2026, 12, 31, 8, tzinfo=UTC))
    found = Ledger.open(f"sqlite:///{tmp_path}/ledger.db", clock=clock, master_key=MASTER_KEY)
    found.record([{**SITE, "first_period": "2026-08"}])
    return found


def books_of(ledger: Ledger) -> Books:
    return Books(JournalReader(ledger).at(), PolarsEngine())


def rows(ledger: Ledger, name: str, period: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = make_report(books_of(ledger), name, ReportRequest(period)).as_json()["rows"]
    return found


def pay(ledger: Ledger, employee: str, period: str) -> str:
    (total,) = [row["total"] for row in rows(ledger, "payroll", period) if row["employee"] == employee]
    return str(total)


def codes(answer: ImportAnswer) -> list[tuple[int, str]]:
    return [(each.line, each.doubt.code) for each in answer.doubts]


def test_what_a_reset_clock_reports_is_told_of(ledger: Ledger) -> None:
    folder = given_case("01-device-clock-reset")
    ledger.imports.import_file(folder / "facts.ndjson")
    answer = ledger.imports.import_file(folder / "attlog.dat", format="zkteco")
    assert (answer.accepted, [issue.line for issue in answer.issues]) == (4, [4])
    assert {code for _, code in codes(answer)} >= {"long_ago", "in_future"}
    told = {line for line, code in codes(answer) if code in ("long_ago", "in_future")}
    assert told == {2, 3}


@pytest.mark.slow
def test_a_last_day_that_is_entered_late_takes_back_what_was_paid(ledger: Ledger) -> None:
    folder = given_case("12-backdated-leaving")
    assert ledger.imports.import_file(folder / "facts.ndjson").refused == 0
    assert pay(ledger, "A", "2026-08") == "3220.00"
    ledger.closings.close("2026-08", "HR", freezing(JournalReader(ledger), PolarsEngine(), "2026-08", held=False))
    (told,) = ledger.imports.import_file(folder / "late.ndjson").doubts
    assert told.doubt.code == "in_closed_period"
    assert pay(ledger, "A", "2026-08") == "3220.00"
    assert pay(ledger, "A", "2026-09") == "-2210.00"
    found = period_doubts(ledger, books_of(ledger), "2026-09")
    assert [(each.doubt.code, each.doubt.parameters.get("amount")) for each in found][-1] == (
        "in_closed_period",
        "-2210.00",
    )


@pytest.mark.slow
def test_a_row_without_its_number_moves_nobodys_pay(ledger: Ledger) -> None:
    folder = given_case("36-blank-number-filled-from-above")
    person = {"kind": "employee", "name": "n", "role": "csr", "team": "T1", "hired_on": "2026-09-01"}
    ledger.record([{**person, "employee": number} for number in STAFF])
    answer = imported(ledger, folder / "newcomer.csv", "roster-grid")
    assert (answer.accepted, answer.refused) == (8, 4)
    assert ledger.imports.import_file(folder / "punches.ndjson").refused == 0
    assert pay(ledger, "1002", "2026-10") == "4450.00"
    assert [row["status"] for row in rows(ledger, "attendance", "2026-10") if row["employee"] == "1002"] == [
        "attended"
    ] * 3
