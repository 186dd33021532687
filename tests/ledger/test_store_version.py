"""A store says the version of its tables, and what a program does not know is never skipped in silence."""

import io
from collections.abc import Callable
from typing import Any

import pytest

from ledger.ledger import Ledger, LedgerError
from ledger.store.version import SCHEMA_VERSION
from tests.ledger.material import PUNCH, given, written
from tests.ledger.stores import SQLiteStores, Stores

NOVEL = (
    "INSERT INTO events SELECT position+1, 'novel-stream', 1, 'novel.v1', '{}', 'novel', employee, business_date, "
    "recorded_at, '', salt FROM events ORDER BY position DESC LIMIT 1"
)


def say(stores: Stores, version: int | None) -> None:
    """Have the store named `ledger` say another version; none, as before there were versions."""
    if isinstance(stores, SQLiteStores):
        stores.rows(f"PRAGMA user_version={version or 0}")
    else:
        said = "NULL" if version is None else f"'workledger schema {version}'"
        stores.rows(f"COMMENT ON TABLE events IS {said}")


def said(stores: Stores) -> Any:
    if isinstance(stores, SQLiteStores):
        return stores.rows("PRAGMA user_version")[0][0]
    return stores.rows("SELECT obj_description('events'::regclass, 'pg_class')")[0][0]


def test_a_store_says_its_version(stores: Stores) -> None:
    with stores.open() as ledger:
        given(ledger)
    assert str(said(stores)).removeprefix("workledger schema ") == str(SCHEMA_VERSION)


def test_a_store_from_before_there_were_versions_is_upgraded_in_place(stores: Stores) -> None:
    with stores.open() as ledger:
        given(ledger, PUNCH)
    now = said(stores)
    say(stores, None)
    with stores.open() as ledger:
        assert ledger.facts.last_position() == 4
        assert said(stores) == now


@pytest.mark.parametrize(
    "use",
    [
        lambda ledger: ledger.record([PUNCH]),
        lambda ledger: ledger.facts.arrow(["position"], ["clock"]),
        lambda ledger: ledger.site,
        lambda ledger: ledger.proofs.verify(),
        lambda ledger: ledger.exports.write_exact(io.BytesIO()),
    ],
)
def test_a_newer_store_is_refused(stores: Stores, use: Callable[[Ledger], object]) -> None:
    with stores.open() as ledger:
        given(ledger)
    say(stores, SCHEMA_VERSION + 1)
    with stores.open() as ledger, pytest.raises(LedgerError, match="made by a newer version of workledger"):
        use(ledger)
    assert str(said(stores)).endswith(str(SCHEMA_VERSION + 1))


@pytest.mark.parametrize(
    "use",
    [
        lambda ledger, _: ledger.record([PUNCH]),
        lambda ledger, folder: ledger.imports.import_file(written(folder, [PUNCH])),
        lambda ledger, _: ledger.facts.arrow(["position"], ["clock"]),
        lambda ledger, _: ledger.exports.write(io.BytesIO()),
        lambda ledger, _: ledger.facts.page(),
    ],
)
def test_a_fact_of_an_unknown_kind_is_refused_in_a_sentence(stores: Stores, tmp_path: Any, use: Any) -> None:
    with stores.open() as ledger:
        given(ledger)
    stores.rows(NOVEL)
    with stores.open() as ledger, pytest.raises(LedgerError, match=r"does not know \('novel.*position 4"):
        use(ledger, tmp_path)


def test_a_fact_of_an_unknown_kind_goes_along_with_an_exact_export(stores: Stores) -> None:
    with stores.open() as ledger:
        given(ledger)
    stores.rows(NOVEL)
    with stores.open() as ledger:
        written_ = io.BytesIO()
        ledger.exports.write_exact(written_)
        assert b"novel.v1" in written_.getvalue()
        assert any("novel" in finding.sentence for finding in ledger.proofs.verify().findings)


@pytest.mark.parametrize("topic", ["clock.v9", "clock.v", "clock", "novel.v1", "clock.v01"])
def test_a_later_version_of_a_kind_is_not_read_as_an_earlier_one(stores: Stores, topic: str) -> None:
    with stores.open() as ledger:
        given(ledger, PUNCH)
        ledger.facts.arrow(["position", "state"], ["clock"])
    stores.rows("UPDATE events SET topic=? WHERE kind='clock'".replace("?", f"'{topic}'"))
    with stores.open() as ledger:
        for read in (
            lambda: ledger.facts.arrow(["position", "state"], ["clock"]),
            lambda: ledger.exports.write(io.BytesIO()),
        ):
            with pytest.raises(LedgerError, match=rf"does not know \('{topic}.*position 4"):
                read()
