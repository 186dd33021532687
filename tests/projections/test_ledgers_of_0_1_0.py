"""A ledger that version 0.1.0 closed: its figures stay, what is computed otherwise today is posted, and it restores."""

import gzip
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from api.restored_closings import freeze_again
from projections.books import Books, ReportRequest, computed_otherwise, foreseen, make_report, postings_of
from projections.calendar import day_text
from projections.explanation import ExplainRequest, explain
from projections.expressions import Frame
from tests.ledger.material import SITE
from tests.manual.shorthand import shifts
from tests.projections.office import Office, office

FOLDER = Path(__file__).parent / "version_0_1_0"
CLOSED = ("2026-07", "2026-08", "2026-09")
NEXT = "2026-10"
TOTALS = {
    "2026-07": {"E1": "4750.00", "E2": "4450.00", "E3": "2350.00", "E4": "4450.00", "L1": "7025.00"},
    "2026-08": {"E1": "4750.00", "E2": "4450.00", "E3": "4450.00", "E4": "-8850.00", "L1": "7025.00"},
    "2026-09": {"E1": "5250.00", "E2": "4950.00", "E3": "4950.00", "E4": "4950.00", "L1": "7025.00"},
}
"""What version 0.1.0 paid."""
MOVED = {
    ("E4", "adjustment:2026-08"): "8850.00",
    ("E2", "adjustment:2026-09"): "-500.00",
    ("E3", "adjustment:2026-09"): "-500.00",
    ("E4", "adjustment:2026-09"): "-500.00",
}
"""E4 was deducted beyond the base; nobody but E1 had a shift in the periods of the error-free run."""
LATER = datetime.fromisoformat("2026-11-01T09:00:00+08:00")


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Office]:
    """The store itself."""
    tmp_path.joinpath("kept.db").write_bytes(gzip.decompress(FOLDER.joinpath("store.db.gz").read_bytes()))
    with (at := office(tmp_path, "kept")).ledger:
        at.clock.now = LATER
        yield at


@pytest.fixture(params=["export.ndjson", "exact-export.ndjson"])
def restored(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Office]:
    """A ledger restored from an export, which has no frozen bytes."""
    with (at := office(tmp_path, "restored")).ledger:
        at.clock.now = LATER
        at.ledger.imports.import_file(FOLDER / request.param)
        yield at


def paid(at: Office, period: str) -> dict[str, str]:
    return {row["employee"]: row["total"] for row in at.rows(period, "payroll")}


@pytest.mark.slow
@pytest.mark.parametrize("period", CLOSED)
def test_what_was_paid_stays_as_it_was_frozen(kept: Office, period: str) -> None:
    assert paid(kept, period) == TOTALS[period]


@pytest.mark.slow
def test_what_today_computes_otherwise_is_posted_by_the_next_closing_once(kept: Office) -> None:
    kept.close(NEXT)
    lines = {
        (row["employee"], line["item"]): line["amount"]
        for row in kept.rows(NEXT, "payroll")
        for line in row["lines"]
        if line["item"].startswith("adjustment:")
    }
    assert lines == MOVED
    assert all(paid(kept, period) == TOTALS[period] for period in CLOSED)
    assert postings_of(kept.books(), "2026-11") == []


@pytest.mark.slow
def test_the_explanation_of_what_is_posted_names_the_program_as_the_cause(kept: Office) -> None:
    request = ExplainRequest("payroll", NEXT, "E2", "adjustment:2026-09")
    (cause,) = [node for node in explain(kept.books(), request).node.walk() if node.term == "computed_otherwise"]
    assert (cause.value, cause.of["code"]) == ("0.00", "0.1.0")
    assert cause.facts == (kept.reader.at().closings[-1].position,)


@pytest.mark.slow
def test_what_is_computed_otherwise_today_is_told_from_what_was_altered(kept: Office) -> None:
    assert kept.ledger.proofs.verify().holds
    found = list(computed_otherwise(kept.reader.at(), kept.engine))
    assert {each.name for each in found if each.period == "2026-09"} == {"hours", "awards", "payroll", "closing state"}
    assert not [each for each in found if each.by_the_same or each.lost]


@pytest.mark.slow
def test_an_export_has_the_frozen_bytes_and_a_restore_of_it_pays_what_was_paid(kept: Office, tmp_path: Path) -> None:
    for name, write in (("plain", kept.ledger.exports.write), ("exact", kept.ledger.exports.write_exact)):
        path = tmp_path / f"{name}.ndjson"
        with path.open("wb") as stream:
            write(stream)
        with (again := office(tmp_path, name)).ledger:
            again.clock.now = LATER
            again.ledger.imports.import_file(path)
            assert freeze_again(again.ledger) == (None, ())
            assert all(paid(again, period) == TOTALS[period] for period in CLOSED)
            assert again.ledger.proofs.verify().holds


@pytest.mark.slow
def test_an_export_without_frozen_bytes_restores_and_says_what_is_lost(restored: Office) -> None:
    assert freeze_again(restored.ledger) == (None, CLOSED)
    report = make_report(restored.books(), "payroll", ReportRequest("2026-08"))
    assert report.replayed
    assert {row["employee"]: row["total"] for row in report.table.to_dicts()} == TOTALS["2026-08"] | {"E4": "0.00"}
    assert not make_report(restored.books(), "bonus", ReportRequest("2026-08")).replayed
    found = list(computed_otherwise(restored.reader.at(), restored.engine))
    assert found
    assert all(each.lost for each in found)
    assert restored.ledger.proofs.verify().holds
    restored.close(NEXT)


def test_a_report_that_the_closing_did_not_freeze_is_replayed_at_its_position_and_says_so(kept: Office) -> None:
    books = kept.books()
    frozen, replayed = (make_report(books, name, ReportRequest("2026-08")) for name in ("payroll", "appraisals"))
    assert (frozen.replayed, replayed.replayed) == (False, True)
    assert replayed.position == kept.reader.at().closings[1].position
    assert "replayed" in replayed.as_json()
    assert "replayed" not in frozen.as_json()


@pytest.mark.slow
def test_what_an_old_closing_state_does_not_tell_is_looked_up_in_the_replay_at_its_position(kept: Office) -> None:
    """S11.3, S14: a fact recorded since moves neither time and standard nor the last attended shift."""
    books, number = kept.books(), kept.reader.at().closings[-1].period
    told = [kept.engine.rows(each) for each in _looked_back_at(books, number)]
    assert all(len(each) for each in told)
    last = books.journal.period(number).last_day
    person = told[1].filter(told[1]["day"] < last).sort("employee")["employee"][0]
    kept.given(*shifts(f"{person} {day_text(last)} C in 09:30 out 18:00", str(SITE["time_zone"])))
    after = [kept.engine.rows(each).sort("employee") for each in _looked_back_at(kept.books(), number)]
    assert [each.to_dicts() for each in after] == [each.sort("employee").to_dicts() for each in told]
    replayed = kept.engine.rows(kept.replay().month(number).lookback.last_attended)
    assert replayed.filter(employee=person)["day"].to_list() == [last]


def _looked_back_at(books: Books, number: int) -> tuple[Frame, Frame]:
    found = books.closing_state(number).lookback
    return found.cycle_time, found.last_attended


@pytest.mark.slow
def test_what_the_closing_after_will_take_back_is_foreseen(kept: Office) -> None:
    late = {"kind": "work_review", "employee": "E1", "period": "2026-09", "score": 10, "evaluator": "M"}
    kept.given(late | {"at": "2026-10-30T18:00:00+08:00"})
    (star,) = [row["amount"] for row in kept.rows(NEXT, "stars") if row["employee"] == "E1"]
    expected = foreseen(kept.books(), NEXT)
    assert [(each.employee, each.period) for each in expected if each.fen < 0] == [("E1", NEXT)]
    assert foreseen(kept.books(), "2026-11") == []
    kept.close(NEXT)
    assert [each for each in postings_of(kept.books(), "2026-11") if each.period == NEXT] == expected
    assert star != "0.00"
