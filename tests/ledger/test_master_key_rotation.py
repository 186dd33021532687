"""The master key is rotated by command: interrupted at any point, the old or the new one opens everything."""

import base64
import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ledger.ledger import Ledger, LedgerError
from ledger.store.keys.master_key import MASTER_KEY_VARIABLE, NEW_MASTER_KEY_VARIABLE
from ledger.store_connection import place_of
from tests.ledger.material import EMPLOYEE, MASTER_KEY, Hands, given, when
from tests.ledger.stores import Stores

OTHER = bytes(reversed(MASTER_KEY))
THIRD = {**EMPLOYEE, "employee": "C", "name": "王五"}


@pytest.fixture(autouse=True)
def _no_key_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (MASTER_KEY_VARIABLE, NEW_MASTER_KEY_VARIABLE, "WORKLEDGER_MASTER_KEY_FILE"):
        monkeypatch.delenv(name, raising=False)


def opened(stores: Stores, name: str = "ledger") -> Ledger:
    """The ledger in a store whose master key is in its file."""
    return Ledger.open(stores.url(name), clock=Hands())


@pytest.fixture
def kept(stores: Stores) -> Path:
    """A ledger with people, whose master key is in a file; the file."""
    with opened(stores) as ledger:
        given(ledger)
        ledger.upkeep.secret("requests")
    return stores.key_file()


def coming(key_file: Path) -> Path:
    return key_file.with_name(key_file.name + ".new")


def wrapped(stores: Stores) -> dict[str, bytes]:
    rows = stores.rows("SELECT subject, wrapped FROM keys UNION ALL SELECT name, wrapped FROM signing_keys")
    return {subject: bytes(content) for subject, content in rows}


def exported(ledger: Ledger) -> bytes:
    stream = io.BytesIO()
    ledger.exports.write(stream)
    return stream.getvalue()


def sentence(look: Callable[[], Any]) -> str:
    with pytest.raises(LedgerError) as caught:
        look()
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_every_key_is_wrapped_anew_and_no_fact_moves(kept: Path, stores: Stores) -> None:
    old, before = kept.read_bytes(), wrapped(stores)
    rows = stores.rows("SELECT * FROM events ORDER BY position")
    with opened(stores) as ledger:
        lines, secret = exported(ledger), ledger.upkeep.secret("requests")
        assert ledger.upkeep.rotate_master_key() == len(before) == 5
        assert exported(ledger) == lines
    after = wrapped(stores)
    assert after.keys() == before.keys()
    assert all(after[subject] != before[subject] for subject in before)
    assert kept.read_bytes() != old
    assert kept.stat().st_mode & 0o077 == 0
    assert not coming(kept).exists()
    assert stores.rows("SELECT * FROM events ORDER BY position") == rows
    with opened(stores) as ledger:
        assert (exported(ledger), ledger.upkeep.secret("requests")) == (lines, secret)
        assert when(ledger, **THIRD).status == "accepted"
        ledger.proofs.rotate_signing_key()
    kept.write_bytes(old)
    with opened(stores) as ledger:
        assert "is not this ledger's" in sentence(ledger.identifiers.names)


def test_a_destroyed_key_stays_destroyed(kept: Path, stores: Stores) -> None:
    stores.rows("UPDATE keys SET wrapped=? WHERE subject='employee:A'", b"")
    with opened(stores) as ledger:
        ledger.upkeep.rotate_master_key()
    assert wrapped(stores)["employee:A"] == b""
    with opened(stores) as ledger:
        assert ledger.identifiers.names() == {"A": "[erased]", "B": "李四"}


def test_whoever_has_the_ledger_open_goes_on_with_the_new_key(kept: Path, stores: Stores) -> None:
    with opened(stores) as first, opened(stores) as second, opened(stores) as third:
        assert first.identifiers.names() == second.identifiers.names() == {"A": "张三", "B": "李四"}
        second.upkeep.rotate_master_key()
        assert when(first, **THIRD).status == "accepted"
        assert (
            third.identifiers.names()
            == first.identifiers.names()
            == second.identifiers.names()
            == {"A": "张三", "B": "李四", "C": "王五"}
        )
    with opened(stores) as ledger:
        assert ledger.identifiers.names()["C"] == "王五"


_ROTATE = """
import os, sys
from ledger.parts import upkeep
from ledger.ledger import Ledger
from ledger.store.keys.master_key import KeyFile

url, step = sys.argv[1:]
rewrap = upkeep.rewrap

def die(*_):
    os._exit(9)

if step == "before the new key is written":
    KeyFile.prepare = die
elif step == "after the new key is written":
    upkeep.rewrap = die
elif step == "before the commit":
    def rewrapped(*words):
        rewrap(*words)
        die()
    upkeep.rewrap = rewrapped
elif step == "after the commit":
    KeyFile.settle = die
with Ledger.open(url) as ledger:
    ledger.upkeep.rotate_master_key()
"""
STEPS = {
    "before the new key is written": False,
    "after the new key is written": False,
    "before the commit": False,
    "after the commit": True,
}


@pytest.mark.slow
@pytest.mark.parametrize("step", STEPS)
def test_a_process_that_is_killed_leaves_a_ledger_that_opens(kept: Path, stores: Stores, step: str) -> None:
    old, before = kept.read_bytes(), wrapped(stores)
    with opened(stores) as ledger:
        lines = exported(ledger)
    killed = subprocess.run([sys.executable, "-c", _ROTATE, stores.url(), step], check=False, timeout=60)
    assert killed.returncode == 9
    assert kept.read_bytes() == old
    assert (wrapped(stores) != before) == STEPS[step]
    with opened(stores) as ledger:
        assert exported(ledger) == lines
        assert when(ledger, **THIRD).status == "accepted"
    # The file is the new one once it was seen to be the ledger's.
    assert (kept.read_bytes() != old) == STEPS[step]
    with opened(stores) as ledger:
        ledger.upkeep.rotate_master_key()
        assert not coming(kept).exists()
        assert ledger.identifiers.names()["C"] == "王五"
    with opened(stores) as ledger:
        assert ledger.identifiers.names()["C"] == "王五"


def test_who_may_not_write_the_file_reads_with_the_one_beside_it(
    kept: Path, stores: Stores, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("ledger.store.keys.master_key.KeyFile.settle", lambda *_: None)
        with opened(stores) as ledger:
            ledger.upkeep.rotate_master_key()
        assert coming(kept).exists()
        with opened(stores) as ledger:
            assert ledger.identifiers.names()["A"] == "张三"
    with opened(stores) as ledger:
        assert ledger.identifiers.names()["A"] == "张三"
    assert not coming(kept).exists()


def test_a_key_of_the_environment_is_followed_by_the_one_given(stores: Stores, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(MASTER_KEY_VARIABLE, base64.b64encode(MASTER_KEY).decode())
    with opened(stores) as ledger:
        given(ledger)
        assert sentence(ledger.upkeep.rotate_master_key) == (
            "the master key is given in WORKLEDGER_MASTER_KEY; give the new one in WORKLEDGER_NEW_MASTER_KEY, 32 "
            "random bytes in base64"
        )
        monkeypatch.setenv(NEW_MASTER_KEY_VARIABLE, "short")
        assert "holds no master key" in sentence(ledger.upkeep.rotate_master_key)
        monkeypatch.setenv(NEW_MASTER_KEY_VARIABLE, base64.b64encode(MASTER_KEY).decode())
        assert "give another" in sentence(ledger.upkeep.rotate_master_key)
        before = wrapped(stores)
        monkeypatch.setenv(NEW_MASTER_KEY_VARIABLE, base64.b64encode(OTHER).decode())
        assert ledger.upkeep.rotate_master_key() == 4
        assert wrapped(stores) != before
        assert when(ledger, **THIRD).status == "accepted"
    assert not stores.key_file().exists()
    with opened(stores) as ledger:
        assert "is not this ledger's" in sentence(ledger.identifiers.names)
    monkeypatch.setenv(MASTER_KEY_VARIABLE, base64.b64encode(OTHER).decode())
    with opened(stores) as ledger:
        assert ledger.identifiers.names()["C"] == "王五"


def test_a_master_key_that_does_not_open_every_key_rotates_none(kept: Path, stores: Stores) -> None:
    stores.rows("UPDATE keys SET wrapped=? WHERE subject='employee:B'", b"\x00" * 60)
    before = wrapped(stores)
    with opened(stores) as ledger:
        assert "is not this ledger's" in sentence(ledger.upkeep.rotate_master_key)
    assert wrapped(stores) == before
    with opened(stores) as ledger:
        assert ledger.upkeep.secret("requests")
        assert when(ledger, **THIRD).status == "accepted"


def test_there_is_nothing_to_rotate_without_the_master_key(kept: Path, stores: Stores) -> None:
    kept.unlink()
    with opened(stores) as ledger:
        assert "is missing; put it back" in sentence(ledger.upkeep.rotate_master_key)
    assert not coming(kept).exists()
    with opened(stores, "none") as ledger:
        assert "there is no ledger" in sentence(ledger.upkeep.rotate_master_key)
    assert not place_of(stores.url("none")).exists()
