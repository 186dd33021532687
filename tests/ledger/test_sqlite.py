"""The store in a SQLite file: what is true of this engine only."""

import sqlite3
from pathlib import Path
from threading import Event, Thread

import pytest

from ledger.ledger import Ledger, LedgerError
from tests.ledger.material import SITE, when
from tests.ledger.stores import SQLiteStores, Stores


def test_the_store_is_written_ahead_and_fully_synchronised(sqlite_stores: Stores) -> None:
    recorder = sqlite_stores.recorder()
    with recorder.looking() as cursor:
        cursor.execute("PRAGMA journal_mode")
        assert cursor.fetchone()[0] == "wal"
        cursor.execute("PRAGMA synchronous")
        assert cursor.fetchone()[0] == 2
    recorder.close()


def test_who_appends_reads_beside_while_others_wait_for_their_turn(sqlite_stores: Stores) -> None:
    recorder, waits = sqlite_stores.recorder(), Event()

    def write() -> None:
        waits.set()
        with recorder.keeping():
            pass

    threads = [Thread(target=write, daemon=True) for _ in range(20)]
    with recorder.appending():
        for thread in threads:
            thread.start()
        assert waits.wait(60)
        for _ in range(500):
            assert recorder.max_notification_id() is None
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive()
    recorder.close()


@pytest.mark.parametrize("url", ["mysql://localhost/x", "ledger.db", "sqlite:///", "sqlite://ledger.db"])
def test_a_store_of_another_kind_is_one_sentence(url: str) -> None:
    with pytest.raises(LedgerError, match="sqlite:///PATH"):
        Ledger.open(url)


def test_a_file_that_is_no_ledger_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "ledger.db").write_bytes(b"not a database at all" * 100)
    with SQLiteStores(tmp_path).open() as ledger, pytest.raises(LedgerError, match="another kind"):
        ledger.facts.last_position()
    connection = sqlite3.connect(tmp_path / "other.db")
    connection.execute("CREATE TABLE wages (amount)")
    connection.close()
    with SQLiteStores(tmp_path).open("other") as ledger, pytest.raises(LedgerError, match="something else"):
        when(ledger, **SITE)
    with SQLiteStores(tmp_path / "nowhere").open() as ledger, pytest.raises(LedgerError, match="cannot be opened"):
        when(ledger, **SITE)
