"""What a command writes is whole or not there, for its owner alone, and never over a part of a ledger."""

import errno
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from ledger.ledger import Ledger, LedgerError
from ledger.output_file import output_file, write_file
from tests.ledger.material import SITE
from tests.ledger.stores import SQLiteStores


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """The store of a ledger that nobody has named, in use, with all that SQLite keeps beside it."""
    folder = tmp_path / "other"
    folder.mkdir()
    with Ledger.open(f"sqlite:///{folder}/other.db") as ledger:
        ledger.record([SITE])
        (folder / "other.erasures").write_text(
            '{"employee": "E1", "by": "HR", "reason": "asked", "erased_at": "2026-01-01T00:00:00Z"}\n'
        )
        for suffix in ("-wal", "-shm"):
            assert (folder / f"other.db{suffix}").stat().st_size > 0
        yield folder / "other.db"


PARTS = ["", "-wal", "-shm", ".key"]


@pytest.mark.parametrize("part", [*PARTS, "-journal", ".key.new", ".erasures"])
def test_nothing_is_written_over_another_ledger(other: Path, part: str) -> None:
    path = other.with_name(other.name + part) if part != ".erasures" else other.with_suffix(part)
    before = path.read_bytes() if path.exists() else None
    with pytest.raises(LedgerError, match="even with --force"):
        write_file(path, b"x", replace=True)
    assert (path.read_bytes() if path.exists() else None) == before


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("link", ["symbolic", "hard", "dots", "folder", "descriptor"])
def test_no_other_way_leads_to_a_ledger(other: Path, tmp_path: Path, part: str, link: str) -> None:
    path = other.with_name(other.name + part)
    inode, before = path.stat().st_ino, path.read_bytes()
    descriptor = os.open(path, os.O_RDONLY) if link == "descriptor" else -1
    (tmp_path / "folder").symlink_to(other.parent)
    ways: dict[str, Callable[[], Path]] = {
        "symbolic": lambda: _symbolic(tmp_path / "way", path),
        "hard": lambda: _hard(tmp_path / "way", path),
        "dots": lambda: other.parent / ".." / "other" / path.name,
        "folder": lambda: tmp_path / "folder" / path.name,
        "descriptor": lambda: Path(f"/proc/self/fd/{descriptor}"),
    }
    try:
        with pytest.raises(LedgerError, match="even with --force"):
            write_file(ways[link](), b"x", replace=True)
    finally:
        if descriptor >= 0:
            os.close(descriptor)
    assert (path.stat().st_ino, path.read_bytes()) == (inode, before)


def test_a_link_that_leads_nowhere_yet_makes_no_part_of_a_ledger(other: Path, tmp_path: Path) -> None:
    (tmp_path / "way").symlink_to(other.with_name("other.db-journal"))
    with pytest.raises(LedgerError, match="even with --force"):
        write_file(tmp_path / "way", b"x", replace=True)
    assert not other.with_name("other.db-journal").exists()


def test_a_file_of_the_ledger_in_use_is_told_by_its_name_although_it_is_not_there(tmp_path: Path) -> None:
    for name in ("ledger.db-wal", "LEDGER.DB-WAL"):
        with pytest.raises(LedgerError, match="a part of this ledger"):
            write_file(tmp_path / name, b"x", replace=True, own=[tmp_path / "ledger.db-wal"])
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_replaced_only_where_that_is_said(tmp_path: Path) -> None:
    path = tmp_path / "out.txt"
    write_file(path, b"first", replace=False)
    with pytest.raises(LedgerError, match="is there already"):
        write_file(path, b"second", replace=False)
    assert path.read_bytes() == b"first"
    write_file(path, b"second", replace=True)
    assert path.read_bytes() == b"second"


def test_a_file_that_somebody_makes_meanwhile_is_left(tmp_path: Path) -> None:
    path = tmp_path / "out.txt"

    def written() -> None:
        with output_file(path, replace=False) as part:
            part.write_bytes(b"ours")
            path.write_bytes(b"theirs")

    with pytest.raises(LedgerError, match="is there already"):
        written()
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == {"out.txt": b"theirs"}


@pytest.mark.parametrize("wrong", [KeyboardInterrupt(), OSError(errno.ENOSPC, "No space left on device")])
def test_what_goes_wrong_leaves_what_was_there(tmp_path: Path, wrong: BaseException) -> None:
    path = tmp_path / "out.txt"
    path.write_bytes(b"before")

    def written() -> None:
        with output_file(path, replace=True) as part:
            part.write_bytes(b"half")
            raise wrong

    with pytest.raises((KeyboardInterrupt, LedgerError)):
        written()
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == {"out.txt": b"before"}


def test_a_link_to_a_file_is_followed(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"before")
    (tmp_path / "link").symlink_to("file")
    write_file(tmp_path / "link", b"after", replace=True)
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "file").read_bytes() == b"after"


def test_a_pipe_and_a_device_are_written_to_as_they_are() -> None:
    receiving, sending = os.pipe()
    write_file(Path(f"/proc/self/fd/{sending}"), b"through", replace=False)
    assert os.read(receiving, 100) == b"through"
    os.close(receiving)
    os.close(sending)
    write_file(Path("/dev/null"), b"gone", replace=False)
    assert Path("/dev/null").is_char_device()
    with pytest.raises(LedgerError, match="No space left"):
        write_file(Path("/dev/full"), b"too much", replace=False)


def test_a_backup_replaces_a_backup_and_no_ledger(sqlite_stores: SQLiteStores, other: Path, tmp_path: Path) -> None:
    with sqlite_stores.open() as ledger:
        ledger.record([SITE])
        ledger.upkeep.back_up(tmp_path / "kept.backup")
        ledger.upkeep.back_up(tmp_path / "kept.backup", replace=True)
        own = Path(sqlite_stores.url().removeprefix("sqlite:///"))
        for path in (other, own, own.with_name(own.name + "-wal"), own.with_name(own.name + ".key")):
            before = path.read_bytes() if path.exists() else None
            with pytest.raises(LedgerError, match="even with --force"):
                ledger.upkeep.back_up(path, replace=True)
            assert (path.read_bytes() if path.exists() else None) == before
    with pytest.raises(LedgerError, match="even with --force"):
        write_file(tmp_path / "kept.backup", b"x", replace=True)


@pytest.mark.parametrize("suffix", ["-wal", "-journal", ".key"])
def test_no_ledger_is_made_where_a_part_of_another_belongs(other: Path, suffix: str) -> None:
    path = other.with_name(f"{other.name}{suffix}")
    before = path.read_bytes() if path.exists() else None
    with Ledger.open(f"sqlite:///{path}") as ledger, pytest.raises(LedgerError):
        ledger.record([SITE])
    assert (path.read_bytes() if path.exists() else None) == before


def test_no_ledger_is_made_in_the_empty_log_of_another(other: Path) -> None:
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    log = other.with_name("other.db-wal")
    assert log.stat().st_size == 0
    with Ledger.open(f"sqlite:///{log}") as ledger, pytest.raises(LedgerError, match="a part of the ledger other"):
        ledger.record([SITE])
    assert log.stat().st_size == 0


def _symbolic(way: Path, path: Path) -> Path:
    way.symlink_to(path)
    return way


def _hard(way: Path, path: Path) -> Path:
    way.hardlink_to(path)
    return way
