"""A backup is the whole store in one file, and a restore is the store again: on either engine, or nothing at all."""

import io
import json
import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import given as always
from hypothesis import strategies as st

from ledger.closing import Frozen
from ledger.erasure.erasure_list import ListedErasure, add_to_list
from ledger.erasure.person_erasure import Erased
from ledger.ledger import Ledger, LedgerError
from ledger.store.rows import RowsDigest, pages_of
from ledger.store.tables import SHAPES, TABLE_NAMES
from tests.ledger.material import (
    COLLEAGUE,
    EMPLOYEE,
    MASTER_KEY,
    PUNCH,
    SITE,
    Hands,
    counts,
    given,
    punches,
    when,
    written,
)
from tests.ledger.stores import Stores

LINES: list[dict[str, Any] | bytes] = [
    SITE,
    EMPLOYEE,
    COLLEAGUE,
    *punches(400),
    {**PUNCH, "employee": "Z"},
    b"{\x00\xff",
    {"kind": "violation", "violation": "v1", "employee": "A", "date": "2026-10-12", "note": "迟到"},
    {"kind": "leaving", "employee": "A", "last_day": "2026-10-20", "reason": "resigned"},
]
ROWS = {
    "answers": (b"r", b"f", b"a\x00", 1),
    "access_log": ("1", 5, "HR", "hr", "report payroll", "A", "2026-10", 3, "r1"),
    "api_keys": ("k", b"\x01\x02", "phone", "employee", "A", "", 1, "HR", 0, 0, 0),
    "devices": ("s1", "门口", 1, "{}", "", 1, "HR", 0, 0),
    "deliveries": ("w", 3, "sent", 1, 2, 3, 200, ""),
    "close_consents": ("2026-12", "H2", 3, 5),
    "ended_sessions": ("d", 5),
    "import_senders": ("i", "L1"),
    "waiting_files": ("f", "key:1", "A", 1, b"\x00a", b"\x00b", b"\x00c"),
    "kept_forms": ("f", "o", "A", 5, b"\x00a"),
    "notification_channels": ("n", "A", "email", "", "zh", "[]", b"\x00a", 1, "A", 2, 0),
    "notification_progress": (1, 3, "", 0),
    "roster_drafts": ("L1", "2026-12", "A", 1, 5, "L1"),
    "roster_draft_cells": ("L1", "2026-12", "A", "A", "2026-12-01", ""),
    "jobs": ("j", "import", "HR", "finished", 1, 2, 3, 4, b"{}"),
    "webhooks": ("w", "https://x", "[]", b"\x00s", 3, 1, "HR", 0, "", 0),
}


def close(ledger: Ledger, period: str) -> None:
    frozen = Frozen("manual", "0.1.0", "2026a", {"hours": b'{"rows":["A"]}'}, b"{}")
    ledger.closings.close(period, "HR", lambda _position, _at: frozen)


@pytest.fixture(params=["sqlite to postgres", "postgres to sqlite", "postgres to postgres", "sqlite to sqlite"])
def both(request: pytest.FixtureRequest) -> tuple[Stores, Stores]:
    """The stores that are backed up and restored to."""
    source, target = request.param.split(" to ")
    return request.getfixturevalue(f"{source}_stores"), request.getfixturevalue(f"{target}_stores")


def fill(stores: Stores, folder: Path) -> None:
    """Facts, a closing, a checkpoint, refused lines, and a row in every table of the service."""
    with stores.open() as ledger:
        assert counts(ledger.imports.import_file(written(folder, LINES))) == (405, 0, 0, 2)
        close(ledger, "2026-10")
        with ledger.transactions.keeping() as (cursor, _now):
            for table, row in ROWS.items():
                cursor.insert(table, SHAPES[table].columns, [row])


@pytest.fixture
def full(both: tuple[Stores, Stores], tmp_path: Path) -> Stores:
    fill(both[0], tmp_path)
    return both[0]


def rows_of(stores: Stores, name: str = "ledger") -> dict[str, tuple[int, str]]:
    """How many rows each table has, and their digest."""
    found = {}
    with stores.open(name) as ledger, ledger.transactions.looking() as (cursor, _now):
        for table in TABLE_NAMES:
            digest = RowsDigest()
            for page in pages_of(cursor, SHAPES[table]):
                digest.add(page)
            found[table] = digest.rows, str(digest)
    return found


def exported(ledger: Ledger, *, exact: bool = False) -> bytes:
    stream = io.BytesIO()
    (ledger.exports.write_exact if exact else ledger.exports.write)(stream)
    return stream.getvalue()


def sentence(look: Callable[[], Any]) -> str:
    with pytest.raises(LedgerError) as caught:
        look()
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.slow
def test_what_is_restored_is_the_store_row_by_row(full: Stores, both: tuple[Stores, Stores], tmp_path: Path) -> None:
    _, target = both
    before = rows_of(full)
    assert all(rows for rows, _digest in before.values()), before
    told: list[tuple[int, int]] = []
    with full.open() as ledger, target.open("restored", Hands()) as restored:
        made = ledger.upkeep.back_up(tmp_path / "backup", lambda done, whole: told.append((done, whole)))
        assert (made.position, told[-1]) == (406, (406, 406))
        assert restored.upkeep.restore(tmp_path / "backup") == made
        assert exported(restored) == exported(ledger)
        assert exported(restored, exact=True) == exported(ledger, exact=True)
        assert restored.identifiers.names() == {"A": "张三", "B": "李四"}
        assert when(restored, **{**PUNCH, "device": "g9"}).position == 407
    with target.open("again") as again:
        again.upkeep.restore(tmp_path / "backup")
    assert rows_of(target, "again") == before == rows_of(full)


def test_a_backup_holds_wrapped_keys_and_never_the_master_key(full: Stores, tmp_path: Path) -> None:
    with full.open() as ledger:
        ledger.upkeep.back_up(tmp_path / "backup")
    content = (tmp_path / "backup").read_bytes()
    assert MASTER_KEY not in content
    assert "张三".encode() not in content
    assert bytes(full.rows("SELECT wrapped FROM keys WHERE subject='employee:A'")[0][0]) in content
    assert (tmp_path / "backup").stat().st_mode & 0o077 == 0


@pytest.mark.slow
def test_a_backup_is_of_one_moment_while_writing_goes_on(stores: Stores, tmp_path: Path) -> None:
    with stores.open() as ledger:
        given(ledger, *punches(100))
    stop, begun = Event(), Event()

    def write() -> None:
        with stores.open() as writer:
            number = 0
            while not stop.is_set():
                number += 1
                writer.record([{**PUNCH, "device": f"w{number}"}, {**COLLEAGUE, "name": f"李四{number}"}])
                begun.set()

    thread = Thread(target=write)
    thread.start()
    try:
        begun.wait()
        with stores.open() as ledger:
            positions = []
            for number in range(4):
                positions.append(ledger.upkeep.back_up(tmp_path / f"{number}").position)
    finally:
        stop.set()
        thread.join()
    with stores.open() as ledger:
        whole = exported(ledger).splitlines()
    for number, position in enumerate(positions):
        with stores.open(f"restored{number}") as restored:
            restored.upkeep.restore(tmp_path / f"{number}")
            assert exported(restored).splitlines() == whole[:position]
            # Both lines of an append are there, or neither.
            assert position % 2 == 103 % 2
            assert rows_of(stores, f"restored{number}")["leaves"][0] == position


@pytest.mark.slow
def test_a_store_that_is_not_empty_is_not_restored_to(
    full: Stores, both: tuple[Stores, Stores], tmp_path: Path
) -> None:
    _, target = both
    with full.open() as ledger, target.open("other") as other:
        ledger.upkeep.back_up(tmp_path / "backup")
        when(other, **SITE)
        assert sentence(lambda: other.upkeep.restore(tmp_path / "backup")) == (
            "the store to restore to is not empty; name one that has no ledger yet"
        )
        assert other.facts.last_position() == 1


def test_a_wrong_master_key_is_refused_and_leaves_nothing(
    full: Stores, both: tuple[Stores, Stores], tmp_path: Path
) -> None:
    _, target = both
    with full.open() as ledger:
        ledger.upkeep.back_up(tmp_path / "backup")
    with Ledger.open(target.url("other"), master_key=bytes(reversed(MASTER_KEY))) as other:
        assert "is not this ledger's" in sentence(lambda: other.upkeep.restore(tmp_path / "backup"))
    with Ledger.open(target.url("other")) as other:
        assert "is missing; put it back" in sentence(lambda: other.upkeep.restore(tmp_path / "backup"))
    assert not target.exist("other")
    assert not target.key_file("other").exists()


@pytest.mark.slow
def test_a_restore_that_is_interrupted_leaves_nothing(
    full: Stores, both: tuple[Stores, Stores], tmp_path: Path
) -> None:
    _, target = both

    def stop(_done: int, _whole: int) -> None:
        raise KeyboardInterrupt

    with full.open() as ledger, target.open("other") as other:
        ledger.upkeep.back_up(tmp_path / "backup")
        with pytest.raises(KeyboardInterrupt):
            other.upkeep.restore(tmp_path / "backup", stop)
        assert other.facts.last_position() == 0
        assert other.upkeep.restore(tmp_path / "backup").position == 406


def test_a_backup_that_is_interrupted_leaves_what_was_there(stores: Stores, tmp_path: Path) -> None:
    def stop(_done: int, _whole: int) -> None:
        raise KeyboardInterrupt

    with stores.open() as ledger:
        given(ledger)
        ledger.upkeep.back_up(tmp_path / "backup")
        before = (tmp_path / "backup").read_bytes()
        assert "is there already" in sentence(lambda: ledger.upkeep.back_up(tmp_path / "backup"))
        when(ledger, **PUNCH)
        with pytest.raises(KeyboardInterrupt):
            ledger.upkeep.back_up(tmp_path / "backup", stop, replace=True)
        assert (tmp_path / "backup").read_bytes() == before
        assert ledger.upkeep.back_up(tmp_path / "backup", replace=True).position == 4
        assert "cannot be written" in sentence(lambda: ledger.upkeep.back_up(tmp_path / "no folder" / "backup"))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    """A backup, and the exact export of the ledger that it is of."""
    folder = tmp_path_factory.mktemp("whole")
    with Ledger.open(f"sqlite:///{folder}/ledger.db", clock=Hands(), master_key=MASTER_KEY) as ledger:
        given(ledger, *punches(20), *({**PUNCH, "device": "x", "reason": "忘了"},))
        ledger.imports.import_file(written(folder, [{**PUNCH, "employee": "Z"}]))
        close(ledger, "2026-10")
        ledger.upkeep.back_up(folder / "backup")
        return folder / "backup", exported(ledger, exact=True)


@pytest.mark.slow
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@always(seed=st.integers(0, 2**32))
def test_a_damaged_file_is_refused_or_restores_the_same(
    whole: tuple[Path, bytes], tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    path, exact = whole
    folder = tmp_path_factory.mktemp("damaged")
    chance = random.Random(seed)
    content = bytearray(path.read_bytes())
    kind = chance.randrange(3)
    if kind == 0:
        content = content[: chance.randrange(len(content))]
    else:
        for _ in range(1 if kind == 1 else 40):
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    (folder / "backup").write_bytes(content)
    with Ledger.open(f"sqlite:///{folder}/ledger.db", clock=Hands(), master_key=MASTER_KEY) as restored:
        try:
            restored.upkeep.restore(folder / "backup")
        except LedgerError as error:
            told = str(error)
        else:
            told = ""
        if told:
            assert "\n" not in told
            assert "damaged" in told or "another version" in told
            assert not restored.exists()
        else:
            # What was hit is of no row, such as a free page.
            assert exported(restored, exact=True) == exact
    shutil.rmtree(folder)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events SET state='{}' WHERE position=4",
        "UPDATE events SET position=999 WHERE position=24",
        "DELETE FROM events WHERE position=(SELECT MAX(position) FROM events)",
        "DELETE FROM keys WHERE subject='employee:B'",
        "UPDATE frozen SET content=x'00'",
        "UPDATE quarantine SET raw=x'00'",
        "UPDATE leaves SET hash=x'00' WHERE position=2",
        "DELETE FROM checkpoints",
        "INSERT INTO jobs VALUES ('j','','','',0,0,0,0,x'')",
        "UPDATE manifest SET content=replace(content, '\"position\": ', '\"position\":')",
        "DELETE FROM manifest",
        "DROP TABLE manifest",
        "DROP TABLE nodes",
    ],
)
def test_a_row_that_was_changed_in_a_backup_is_seen(whole: tuple[Path, bytes], tmp_path: Path, statement: str) -> None:
    shutil.copy(whole[0], tmp_path / "backup")
    with closing(sqlite3.connect(tmp_path / "backup")) as connection:
        connection.execute(statement)
        connection.commit()
    with Ledger.open(f"sqlite:///{tmp_path}/ledger.db", clock=Hands(), master_key=MASTER_KEY) as restored:
        assert "damaged" in sentence(lambda: restored.upkeep.restore(tmp_path / "backup"))
        assert not restored.exists()


def test_a_file_of_another_kind_is_no_backup(stores: Stores, tmp_path: Path) -> None:
    (tmp_path / "text").write_text("kind\n")
    (tmp_path / "empty").write_bytes(b"")
    with stores.open() as ledger:
        for name in ("text", "empty", "nothing"):
            assert "backup" in sentence(lambda name=name: ledger.upkeep.restore(tmp_path / name))  # type: ignore[misc]
    assert not stores.exist()


@pytest.mark.slow
def test_an_older_backup_tells_of_the_erasures_that_it_does_not_know(
    full: Stores, both: tuple[Stores, Stores], tmp_path: Path
) -> None:
    _, target = both
    with full.open() as ledger:
        ledger.upkeep.back_up(tmp_path / "older")
        assert isinstance(ledger.erasures.erase("A", "HR", "asked for"), Erased)
        ledger.upkeep.back_up(tmp_path / "newer")
        listed = ledger.erasures.file
    with target.open("newer", Hands()) as newer:
        newer.upkeep.restore(tmp_path / "newer")
        assert newer.identifiers.names()["A"] == "[erased]"
        assert newer.erasures.missing(listed) == []
    with target.open("older", Hands()) as older:
        older.upkeep.restore(tmp_path / "older")
        assert older.identifiers.names()["A"] == "张三"
        missing = older.erasures.missing(listed)
        assert [each.employee for each in missing] == ["A"]
        (answer,) = older.erasures.erase_again(missing)
        assert isinstance(answer, Erased)
        assert older.identifiers.names()["A"] == "[erased]"
        assert older.erasures.missing(listed) == []


def test_who_is_on_the_list_and_not_in_the_ledger_is_not_missing(stores: Stores, tmp_path: Path) -> None:
    with stores.open() as ledger:
        given(ledger)
        add_to_list(tmp_path / "list", [ListedErasure("Z", "HR", "asked for", "2026-11-23T00:00:00.000000Z")])
        assert ledger.erasures.missing(tmp_path / "list") == []


@pytest.mark.slow
def test_an_exact_export_restores_the_same_bytes_and_root(
    full: Stores, both: tuple[Stores, Stores], tmp_path: Path
) -> None:
    _, target = both
    with full.open() as ledger:
        (tmp_path / "exact").write_bytes(exported(ledger, exact=True))
    with target.open("restored") as restored:
        assert counts(restored.imports.import_file(tmp_path / "exact")) == (406, 0, 0, 0)
        assert exported(restored, exact=True) == (tmp_path / "exact").read_bytes()
    same = ("events", "leaves", "nodes", "keys", "signing_keys", "checkpoints")
    was, now = rows_of(full), rows_of(target, "restored")
    assert {table: now[table] for table in same} == {table: was[table] for table in same}


@pytest.mark.slow
def test_an_ordinary_export_of_a_ledger_with_an_erasure_restores_it(
    full: Stores, both: tuple[Stores, Stores], tmp_path: Path
) -> None:
    _, target = both
    with full.open() as ledger:
        assert isinstance(ledger.erasures.erase("A", "HR", "asked for"), Erased)
        (tmp_path / "export").write_bytes(exported(ledger))
        history = ledger.facts.history("B").entries
    with target.open("restored", Hands()) as restored:
        assert counts(restored.imports.import_file(tmp_path / "export")) == (407, 0, 0, 0)
        assert exported(restored) == (tmp_path / "export").read_bytes()
        assert restored.identifiers.names() == {"A": "[erased]", "B": "李四"}
        assert restored.facts.history("B").entries == history
        assert when(restored, **EMPLOYEE).status == "rejected"
    without = [line for line in (tmp_path / "export").read_bytes().splitlines() if b'"erasure"' not in line]
    (tmp_path / "export").write_bytes(b"\n".join(without))
    with target.open("other") as other:
        assert sentence(lambda: other.imports.import_file(tmp_path / "export")).startswith(
            "line 2: a personal text is missing, and no line says that 'A' was erased"
        )
        assert other.facts.last_position() == 0


def changed(lines: list[bytes], change: Callable[[list[bytes]], Any]) -> bytes:
    kept = list(lines)
    change(kept)
    return b"".join(line + b"\n" for line in kept)


def _without_last(lines: list[bytes]) -> None:
    lines.pop()


def _without_a_fact(lines: list[bytes]) -> None:
    lines.pop(8)


def _with_another_state(lines: list[bytes]) -> None:
    lines[8] = lines[8].replace(b"g0", b"g1")


def _with_more(lines: list[bytes]) -> None:
    lines.append(b'{"events":{}}')


def _of_another_version(lines: list[bytes]) -> None:
    lines[0] = lines[0].replace(b"2}", b"3}")


def _with_no_row(lines: list[bytes]) -> None:
    lines[3] = b'{"jobs":{}}'


def _with_no_json(lines: list[bytes]) -> None:
    lines[3] = b"{"


@pytest.mark.parametrize(
    "change",
    [
        _without_last,
        _without_a_fact,
        _with_another_state,
        _with_more,
        _of_another_version,
        _with_no_row,
        _with_no_json,
    ],
)
def test_an_exact_export_that_was_changed_is_refused(
    whole: tuple[Path, bytes], stores: Stores, tmp_path: Path, change: Callable[[list[bytes]], None]
) -> None:
    (tmp_path / "exact").write_bytes(changed(whole[1].splitlines(), change))
    with stores.open() as restored:
        assert "(nothing was restored)" in sentence(lambda: restored.imports.import_file(tmp_path / "exact"))
        assert restored.facts.last_position() == 0


def test_an_exact_export_is_readable_with_its_master_key_only(
    whole: tuple[Path, bytes], stores: Stores, tmp_path: Path
) -> None:
    (tmp_path / "exact").write_bytes(whole[1])
    with Ledger.open(stores.url(), master_key=bytes(reversed(MASTER_KEY))) as restored:
        assert "is not this ledger's" in sentence(lambda: restored.imports.import_file(tmp_path / "exact"))
        assert restored.facts.last_position() == 0
    assert json.loads(whole[1].splitlines()[0]) == {"workledger_exact_export": 2}
