"""The store: positions, the append lock, sealed texts, and the library's own way of reading it."""

import json
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from eventsourcing.persistence import IntegrityError

from ledger.ledger import Ledger, LedgerError
from ledger.store.keys.keyring import Keyring
from ledger.store.keys.master_key import GivenKey
from ledger.store_connection import Store, place_of
from tests.ledger.events import event
from tests.ledger.material import MASTER_KEY, PUNCH, SITE, START, Hands, given, when
from tests.ledger.stores import Stores


@pytest.fixture
def recorder(stores: Stores) -> Iterator[Any]:
    recorder = stores.recorder()
    yield recorder
    recorder.close()


def test_positions_are_dense_from_1_also_after_a_refused_insert(recorder: Any) -> None:
    assert list(recorder.insert_events([event("a", 1, 5), event("b", 1, 5)]) or ()) == [1, 2]
    with pytest.raises(IntegrityError):
        recorder.insert_events([event("c", 1, 6), event("a", 1, 6)])
    assert list(recorder.insert_events([event("c", 1, 6)]) or ()) == [3]
    assert [found.id for found in recorder.select_notifications(1, 10)] == [1, 2, 3]
    assert recorder.max_notification_id() == 3


def test_a_version_that_would_leave_a_gap_in_its_stream_is_refused(recorder: Any) -> None:
    recorder.insert_events([event("a", 1, 5), event("a", 2, 5)])
    for gap in ([event("a", 4, 6)], [event("b", 2, 6)], [event("c", 1, 6), event("c", 3, 6)]):
        with pytest.raises(IntegrityError, match="not there"):
            recorder.insert_events(gap)
    assert list(recorder.insert_events([event("a", 3, 6), event("a", 4, 6)]) or ()) == [3, 4]


@pytest.mark.parametrize("size", [3, 3_000])
def test_a_batch_of_any_size_is_inserted_in_order_or_not_at_all(recorder: Any, size: int) -> None:
    batch = [event(f"s{number}", 1, number) for number in range(size)]
    with pytest.raises(IntegrityError):
        recorder.insert_events([*batch, event("s1", 1, size)])
    assert recorder.max_notification_id() is None
    assert list(recorder.insert_events(batch)) == list(range(1, size + 1))
    assert [found.originator_id for found in recorder.select_notifications(1, size)] == [f"s{n}" for n in range(size)]


def test_an_event_is_not_recorded_before_the_one_it_follows(recorder: Any) -> None:
    recorder.insert_events([event("a", 1, 5)])
    with pytest.raises(IntegrityError):
        recorder.insert_events([event("a", 2, 4)])


def test_the_librarys_reading_has_the_ledgers_columns(recorder: Any) -> None:
    first, second = event("a" * 32, 1, 5), event("a" * 32, 2, 6)
    recorder.insert_events([first, second])
    (found,) = recorder.select_events(UUID("a" * 32), gt=1)
    assert (found.originator_version, found.recorded_at, found.state) == (2, 6, b"{}")
    assert [item.originator_version for item in recorder.select_events("a" * 32, desc=True, limit=1)] == [2]
    assert [item.id for item in recorder.select_notifications(1, 9, 1)] == [1]
    assert [item.id for item in recorder.select_notifications(1, 9, inclusive_of_start=False)] == [2]
    assert recorder.select_notifications(None, 9, topics=["shift.v1"]) == []


def test_the_columns_beside_an_event_are_those_that_reading_needs(stores: Stores, ledger: Ledger, clock: Hands) -> None:
    given(ledger, {**PUNCH, "at": "2026-10-12T23:30:00Z", "ref": "c1"})
    clock.move(microseconds=1)
    when(ledger, kind="void", of_kind="clock", of="c1", by="M", reason="别人的卡")
    when(ledger, kind="allowance", allowance="x", employee="B", period="2026-11", type="meal", amount="1")
    when(ledger, kind="holiday", date="2026-10-01", name=None)
    found = stores.rows("SELECT kind, employee, business_date, ref, topic, length(salt) FROM events ORDER BY position")
    assert found == [
        ("site", "", "2026-11-23", "", "site.v1", 16),
        ("employee", "A", "2026-10-01", "", "employee.v1", 16),
        ("employee", "B", "2026-10-01", "", "employee.v1", 16),
        ("clock", "A", "2026-10-13", "c1", "clock.v1", 16),
        ("void", "A", "2026-10-13", "", "void.v1", 16),
        ("allowance", "B", "2026-11-30", "", "allowance.v1", 16),
        ("holiday", "", "2026-10-01", "", "holiday.v1", 16),
    ]
    assert len(set(stores.rows("SELECT salt FROM events"))) == 7
    assert {type(state) for (state,) in stores.rows("SELECT state FROM events")} == {str}


def test_recording_never_goes_back_in_time_although_the_clock_does(ledger: Ledger, clock: Hands) -> None:
    given(ledger)
    clock.move(minutes=-50)
    when(ledger, **PUNCH)
    assert ledger.facts.recorded_at(4) == START
    clock.move(minutes=110)
    when(ledger, **{**PUNCH, "direction": "out"})
    assert ledger.facts.recorded_at(5) == START + timedelta(hours=1)
    assert [ledger.facts.position_at(START + timedelta(minutes=minute)) for minute in (-1, 0, 59, 60)] == [0, 4, 4, 5]
    with pytest.raises(LedgerError, match="no position 6"):
        ledger.facts.recorded_at(6)


def test_a_persons_texts_are_nowhere_in_the_store(stores: Stores, ledger: Ledger) -> None:
    given(ledger, {"kind": "violation", "violation": "v", "employee": "A", "date": "2026-10-12", "note": "吃零食"})
    assert ledger.identifiers.names() == {"A": "张三", "B": "李四"}
    stored = " ".join(str(row) for row in stores.rows("SELECT * FROM events"))
    assert "张三" not in stored
    assert "吃零食" not in stored
    assert "客服中心" in stored


def test_destroying_one_key_erases_one_person_and_nothing_else(stores: Stores, ledger: Ledger) -> None:
    given(ledger)
    stores.rows("UPDATE keys SET wrapped=? WHERE subject='employee:A'", b"")
    with stores.open() as reopened:
        assert reopened.identifiers.names() == {"A": "[erased]", "B": "李四"}
        assert reopened.facts.last_position() == 3


def test_sealed_texts_cannot_be_moved_to_another_fact(stores: Stores, ledger: Ledger) -> None:
    given(ledger, {"kind": "employee", **_second_name()})
    ((first,), (second,)) = stores.rows("SELECT state FROM events WHERE employee='A' ORDER BY position")
    moved = {**json.loads(second), "sealed": json.loads(first)["sealed"]}
    stores.rows("UPDATE events SET state=? WHERE employee='A' AND originator_version=2", json.dumps(moved))
    with stores.open() as reopened, pytest.raises(LedgerError, match="tampered"):
        reopened.identifiers.names()


def _second_name() -> dict[str, str]:
    return {"employee": "A", "name": "张三丰", "role": "qa", "team": "T1", "hired_on": "2026-10-01"}


def test_a_ledger_without_its_master_key_says_so(stores: Stores, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WORKLEDGER_MASTER_KEY", raising=False)
    url, key = stores.url(), stores.key_file()
    with Ledger.open(url) as ledger:
        given(ledger)
    assert key.stat().st_mode & 0o777 == 0o600
    with Ledger.open(url, master_key=MASTER_KEY) as ledger, pytest.raises(LedgerError, match="not this ledger's"):
        when(ledger, kind="employee", **_second_name())
    text = key.read_text()
    key.unlink()
    with Ledger.open(url) as ledger, pytest.raises(LedgerError, match="missing"):
        ledger.identifiers.names()
    monkeypatch.setenv("WORKLEDGER_MASTER_KEY", text)
    with Ledger.open(url) as ledger:
        assert ledger.identifiers.names()["A"] == "张三"
    monkeypatch.setenv("WORKLEDGER_MASTER_KEY", "short")
    with pytest.raises(LedgerError, match="32 bytes"):
        Ledger.open(url)


def test_a_store_that_is_not_there_is_not_made_by_reading(stores: Stores) -> None:
    with stores.open() as ledger:
        assert ledger.site is None
        for read in (ledger.facts.last_position, ledger.identifiers.names, ledger.facts.page):
            with pytest.raises(LedgerError, match="init"):
                read()
    assert not stores.exist()
    assert not stores.key_file().exists()


def test_threads_that_read_a_store_at_once_open_it_once(stores: Stores, monkeypatch: pytest.MonkeyPatch) -> None:
    with stores.open() as ledger:
        ledger.record([SITE])
    place = place_of(stores.url())
    opened, together = [], Barrier(8)

    reader_of = type(place).reader

    def reader() -> Any:
        opened.append(1)
        return reader_of(place)

    monkeypatch.setattr(place, "reader", reader)
    store = Store(place, Keyring(GivenKey(MASTER_KEY, "the test"), os.urandom), Hands(), os.urandom)

    def read() -> None:
        together.wait()
        with store.read() as found:
            assert found.read(["position"], ["site"]).num_rows == 1

    with ThreadPoolExecutor(8) as pool:
        for each in [pool.submit(read) for _ in range(8)]:
            each.result()
    store.close()
    assert len(opened) == 1
