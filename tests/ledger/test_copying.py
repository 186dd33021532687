"""A ledger moved from one store to another is the same: facts, keys, imports, refused lines."""

import io
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from api.cli.upkeep.store_copy import commands
from ledger.ledger import Ledger, LedgerError
from ledger.store.recorder import Recorder
from tests.ledger.material import COLLEAGUE, EMPLOYEE, MASTER_KEY, PUNCH, SITE, Hands, counts, punches, when, written
from tests.ledger.stores import Stores

STRANGER = {**PUNCH, "employee": "Z"}
LINES: list[dict[str, Any] | bytes] = [SITE, EMPLOYEE, COLLEAGUE, *punches(30), STRANGER, b"{\x00\xff"]


@pytest.fixture(params=["sqlite to postgres", "postgres to sqlite", "postgres to postgres", "sqlite to sqlite"])
def both(request: pytest.FixtureRequest) -> tuple[Stores, Stores]:
    """The stores that are copied from and to."""
    source, target = request.param.split(" to ")
    return request.getfixturevalue(f"{source}_stores"), request.getfixturevalue(f"{target}_stores")


@pytest.fixture
def full(both: tuple[Stores, Stores], tmp_path: Path) -> Stores:
    """A store with facts, an erased person, an import that refused lines, and one that was interrupted."""
    stores, _ = both
    with stores.open() as ledger:
        assert counts(ledger.imports.import_file(written(tmp_path, LINES))) == (33, 0, 0, 2)
        ledger.record([{**EMPLOYEE, "name": "张三丰"}])
        ledger.imports.quarantine.dismiss([2])
    stores.rows("UPDATE keys SET wrapped=? WHERE subject='employee:B'", b"")
    stores.rows("UPDATE imports SET finished=0, lines_done=5")
    return stores


def all_of(recorder: Recorder) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table; of a key, whether it is there."""
    found = {}
    with recorder.looking() as cursor:
        for table, key in (("events", "position"), ("imports", "import"), ("quarantine", "id"), ("keys", "subject")):
            cursor.execute(f"SELECT * FROM {table} ORDER BY {key}")
            found[table] = [tuple(dict(row).values()) for row in cursor.fetchall()]
    found["keys"] = [(subject, wrapped != b"") for subject, wrapped in found["keys"]]
    recorder.close()
    return found


def exported(ledger: Ledger) -> bytes:
    stream = io.BytesIO()
    ledger.exports.write(stream)
    return stream.getvalue()


def test_a_copy_is_the_ledger_row_by_row(full: Stores, both: tuple[Stores, Stores], tmp_path: Path) -> None:
    _, target = both
    told: list[tuple[int, int]] = []
    with full.open() as ledger, target.open("copy", Hands()) as copy:
        assert ledger.upkeep.copy_to(copy.store, lambda done, total: told.append((done, total))) == 34
        assert told == [(34, 34)]
        assert exported(copy) == exported(ledger)
        assert copy.identifiers.names() == {"A": "张三丰", "B": "[erased]"}
        assert all_of(target.recorder("copy")) == all_of(full.recorder())
        assert when(copy, **PUNCH).position == 35
        assert [retried.status for retried in copy.imports.quarantine.retry()] == ["rejected"]
        assert counts(copy.imports.import_file(written(tmp_path, [STRANGER]))) == (0, 0, 0, 1)
        assert [entry.id for entry in copy.imports.quarantine.entries(None)] == [1, 2, 3]


def test_the_keys_of_a_copy_are_wrapped_by_the_other_stores_master_key(
    full: Stores, both: tuple[Stores, Stores]
) -> None:
    _, target = both
    other_key = bytes(reversed(MASTER_KEY))
    url = target.url("copy")
    with full.open() as ledger, Ledger.open(url, master_key=other_key) as copy:
        ledger.upkeep.copy_to(copy.store)
        assert copy.identifiers.names()["A"] == "张三丰"
    with Ledger.open(url, master_key=other_key) as copy:
        assert copy.identifiers.names()["A"] == "张三丰"
    with Ledger.open(url, master_key=MASTER_KEY) as copy, pytest.raises(LedgerError, match="not this ledger's"):
        copy.identifiers.names()


def test_a_store_that_is_not_empty_is_not_copied_to(full: Stores, both: tuple[Stores, Stores]) -> None:
    _, target = both
    with full.open() as ledger, target.open("copy") as copy:
        when(copy, **SITE)
        with pytest.raises(LedgerError, match="not empty"):
            ledger.upkeep.copy_to(copy.store)
        assert copy.facts.last_position() == 1
        with pytest.raises(LedgerError, match="not empty"):
            ledger.upkeep.copy_to(ledger.store)


def test_a_copy_that_is_interrupted_leaves_nothing(full: Stores, both: tuple[Stores, Stores]) -> None:
    _, target = both

    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with full.open() as ledger, target.open("copy") as copy:
        with pytest.raises(KeyboardInterrupt):
            ledger.upkeep.copy_to(copy.store, stop)
        assert copy.facts.last_position() == 0
        assert ledger.upkeep.copy_to(copy.store) == 34


def test_the_command_copies_and_says_where_the_key_is(
    both: tuple[Stores, Stores], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("WORKLEDGER_MASTER_KEY", raising=False)
    source, target = both
    with Ledger.open(source.url()) as ledger:
        ledger.record([SITE, EMPLOYEE, PUNCH])
    result = CliRunner().invoke(commands, [source.url(), target.url("copy")])
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("3 facts copied to ")
    assert str(target.key_file("copy")) in result.stdout
    with Ledger.open(target.url("copy")) as copy:
        assert copy.identifiers.names() == {"A": "张三"}


def test_there_is_nothing_to_copy_where_there_is_no_ledger(both: tuple[Stores, Stores]) -> None:
    source, target = both
    with source.open() as ledger, target.open("copy") as copy, pytest.raises(LedgerError, match="init"):
        ledger.upkeep.copy_to(copy.store)
    assert not target.exist("copy")
