"""A ledger in a folder that may not be written to is read all the same; what cannot be read there is said."""

import email.policy  # noqa: F401 - read when a version is asked for, and by then nobody may not read it
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from ledger.ledger import Ledger, LedgerError
from tests.api.conftest import Run
from tests.api.test_wrong_use import assert_refused

pytestmark = pytest.mark.slow

NOBODY = 65534
READS = [
    ["report", "payroll", "2024-10", "--format", "csv"],
    ["verify"],
    ["export", "-"],
    ["explain", "payroll", "2024-10", "A1"],
]


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """A folder whose files may be read only, by one who is not root: root may write everywhere."""
    for path in (folder, *folder.iterdir()):
        if os.geteuid() == 0:
            os.chown(path, NOBODY, NOBODY)
        path.chmod(0o500 if path.is_dir() else 0o400)
    root = os.geteuid() == 0
    if root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)
        for path in (folder, *folder.iterdir()):
            path.chmod(0o700)


@pytest.fixture
def kept(centre: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with the small centre's ledger, which others may come to; the command is run in it."""
    with tempfile.TemporaryDirectory(prefix="read-only-") as name:
        folder = Path(name)
        for path in centre.iterdir():
            if path.is_file():
                shutil.copy(path, folder)
        monkeypatch.chdir(folder)
        yield folder


def test_what_is_read_is_the_same_in_a_folder_that_may_not_be_written_to(workledger: Run, kept: Path) -> None:
    people = workledger("report", "payroll", "2024-10", "--format", "csv").out.splitlines()
    reads = [[*words[:-1], people[1].split(",")[0]] if words[0] == "explain" else words for words in READS]
    before = [workledger(*words) for words in reads]
    assert {answer.status for answer in before} == {0}
    shutil.rmtree(kept / "workledger.db.journal", ignore_errors=True)
    files = sorted(kept.iterdir())
    with read_only(kept):
        assert [workledger(*words) for words in reads] == before
        closed = workledger("close", "2024-10", "--by", "HR")
        assert (closed.status, closed.err.count("\n")) == (2, 1)
        assert "may not be written to" in closed.err
    assert sorted(kept.iterdir()) == files


def test_verifying_remembers_nothing_where_nothing_may_be_written(
    workledger: Run, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ledger.verification.progress.BLOCKS", 0)
    before = workledger("verify")
    shutil.rmtree(kept / "workledger.db.journal", ignore_errors=True)
    with read_only(kept):
        assert workledger("verify") == before


def test_a_log_that_was_left_behind_is_read_or_said_to_be_lost(workledger: Run, kept: Path) -> None:
    """A program that was killed leaves its log, and the shared memory of it; a copy may lack the second."""
    store = kept / "workledger.db"
    whole = workledger("export", "-").out
    with closing(sqlite3.connect(store)) as other, Ledger.open(f"sqlite:///{store}") as ledger:
        other.execute("SELECT COUNT(*) FROM events").fetchone()
        (outcome,) = ledger.record([{"kind": "holiday", "date": "2025-10-01", "name": "国庆节"}])
        assert outcome.status == "accepted", outcome
        crashed = kept / "crashed"
        crashed.mkdir()
        for path in kept.glob("workledger.db*"):
            if path.is_file():
                shutil.copy(path, crashed)
    assert (crashed / "workledger.db-wal").stat().st_size > 0
    os.chdir(crashed)
    kept.chmod(0o755)
    with read_only(crashed):
        told = workledger("export", "-")
        assert (told.status, len(told.out.splitlines())) == (0, len(whole.splitlines()) + 1)
    (crashed / "workledger.db-shm").unlink()
    with read_only(crashed):
        assert_refused(workledger("export", "-"), "has changes in workledger.db-wal", "open it once")


def test_a_ledger_that_is_written_to_meanwhile_is_not_read_as_if_it_were_not(kept: Path) -> None:
    store = kept / "workledger.db"
    with read_only(kept), Ledger.open(f"sqlite:///{store}") as ledger:
        ledger.facts.page()
        ledger.facts.arrow(["position"], ["clock"])
        if os.getuid() == 0:
            os.seteuid(0)
        store.chmod(0o600)
        with closing(sqlite3.connect(store)) as other:
            other.execute("INSERT INTO keys VALUES ('later', x'00')")
            other.commit()
        for read in (ledger.facts.page, lambda: ledger.facts.arrow(["position"], ["clock"])):
            with pytest.raises(LedgerError, match="was written to while it was read"):
                read()
