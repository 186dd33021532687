"""What a session leaves on the disk is its owner's alone, whatever the umask; what others could read is taken back."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from ledger.ledger import Ledger
from projections.journal.segments import Segments
from tests.api.conftest import Run

SESSION = [
    "demo facts.ndjson --people 5 --periods 2 --first-period 2025-01",
    "import facts.ndjson",
    "close 2025-01 --by HR",
    "export all.ndjson",
    "export --exact exact.ndjson",
    "backup kept.backup",
    "report payroll 2025-01 --format xlsx --output register.xlsx",
    "document payslips 2025-01 --employee E00001 --output slip.pdf",
    "checkpoint --output signed",
    "checkpoint new-witness audit.example/1 witness",
    "prove 1 --output proof",
    "evidence E00001 2025-01 --output evidence.json",
    "verify",
    "keys create --name demo --role hr",
    "master-key rotate",
    "erasures",
]


@pytest.fixture
def _open_to_all() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def seen_by_others(folder: Path) -> dict[str, str]:
    """What somebody else may look at below a folder, with its mode."""
    return {
        str(each.relative_to(folder)): stat.filemode(each.lstat().st_mode)
        for each in folder.rglob("*")
        if each.lstat().st_mode & 0o077 and not each.is_symlink()
    }


@pytest.mark.slow
@pytest.mark.usefixtures("_open_to_all")
def test_all_that_a_session_leaves_is_its_owners_alone(
    empty: Path, workledger: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (empty / "temporary").mkdir(mode=0o700)
    monkeypatch.setattr("tempfile.tempdir", str(empty / "temporary"))
    for line in SESSION:
        os.umask(0)
        answer = workledger(*line.split())
        assert answer.status == 0, (line, answer)
    assert len(list(empty.iterdir())) == 13
    assert seen_by_others(empty) == {}
    assert list((empty / "temporary").iterdir()) == []


@pytest.mark.usefixtures("_open_to_all")
def test_a_store_is_its_owners_alone_while_it_is_in_use(tmp_path: Path) -> None:
    with Ledger.open(f"sqlite:///{tmp_path}/ledger.db") as ledger:
        site = {"kind": "site", "name": "X", "time_zone": "Asia/Shanghai", "first_period": "2025-01"}
        ledger.record([site | {"period_start_day": 1}])
        names = {each.name for each in tmp_path.iterdir()}
        assert names == {"ledger.db", "ledger.db-wal", "ledger.db-shm", "ledger.db.key"}
        assert seen_by_others(tmp_path) == {}


def test_a_store_that_others_could_read_is_taken_back_when_it_is_opened(centre: Path) -> None:
    (centre / "workledger.db").chmod(0o644)
    with Ledger.open(f"sqlite:///{centre}/workledger.db") as ledger:
        ledger.facts.last_position()
        assert seen_by_others(centre) == {}


@pytest.mark.usefixtures("_open_to_all")
def test_segments_are_their_owners_alone_and_a_folder_that_was_named_is_left(tmp_path: Path) -> None:
    # It may be one that others use too, such as the one for temporary files.
    (tmp_path / "journal").mkdir(mode=0o755)
    segments = Segments(tmp_path / "journal", "shape", str, lambda: b"secret")
    segments.keep(0, 1, {"people": pl.DataFrame({"employee": ["E1"]})})
    assert [until for until, _ in segments.chain(1)] == [1]
    assert seen_by_others(tmp_path / "journal") == {}
    assert seen_by_others(tmp_path) == {"journal": "drwxr-xr-x"}
