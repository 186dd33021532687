"""A ledger that version 0.1.0 closed: its figures stay, what is computed otherwise today is posted, and it restores."""

import gzip
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from api.restored_closings import freeze_again
from projections.books import ReportRequest, computed_otherwise, make_report
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


@pytest.mark.parametrize("period", CLOSED)
def test_what_was_paid_stays_as_it_was_frozen(kept: Office, period: str) -> None:
    assert paid(kept, period) == TOTALS[period]


@pytest.mark.slow
def test_a_restore_of_an_export_without_frozen_bytes_is_closed_and_goes_on(restored: Office) -> None:
    assert freeze_again(restored.ledger).wrong is None
    assert [closing.code for closing in restored.reader.at().closings] == ["0.1.0"] * len(CLOSED)
    restored.close(NEXT)
    assert len(restored.reader.at().closings) == len(CLOSED) + 1


def test_what_is_computed_otherwise_today_is_told_from_what_was_altered(kept: Office) -> None:
    assert kept.ledger.proofs.verify().holds
    assert not [each for each in computed_otherwise(kept.reader.at(), kept.engine) if each.by_the_same]


def test_a_report_that_the_closing_did_not_freeze_is_replayed_at_its_position_and_says_so(kept: Office) -> None:
    books = kept.books()
    frozen, replayed = (make_report(books, name, ReportRequest("2026-08")) for name in ("payroll", "appraisals"))
    assert (frozen.replayed, replayed.replayed) == (False, True)
    assert replayed.position == kept.reader.at().closings[1].position
    assert "replayed" in replayed.as_json()
    assert "replayed" not in frozen.as_json()
