"""Readiness: facts can be written and figures computed now, or the service says which of it cannot."""

from collections.abc import Iterator
from datetime import timedelta
from threading import Event, Thread

import pytest

from api.service.observability.readiness import Check, Readiness
from ledger.ledger import Ledger
from ledger.refusal import StoreUnavailableError
from tests.api.asking import PATIENCE
from tests.api.event_loop import finished
from tests.api.routes.served import Served, served
from tests.ledger.material import Hands
from tests.ledger.stores import SQLiteStores


@pytest.fixture
def sqlite_service(sqlite_stores: SQLiteStores) -> Iterator[Served]:
    with served(sqlite_stores.url()) as service:
        yield service


def asked(readiness: Readiness, patience: float = PATIENCE) -> str | None:
    """The name of what fails."""
    failing = finished(readiness.failing(patience))
    return None if failing is None else failing.name


def test_the_first_check_that_does_not_hold_is_told() -> None:
    def raising() -> bool:
        raise StoreUnavailableError("the disk is full")

    def broken() -> bool:
        raise OSError("a detail")

    well, not_well = Check("well", "", lambda: True), Check("not well", "it is not", lambda: False)
    assert asked(Readiness([well])) is None
    assert asked(Readiness([well, not_well])) == "not well"
    assert asked(Readiness([Check("store", "", raising), not_well])) == "store"
    assert asked(Readiness([Check("store", "", broken)])) == "store"


def test_a_check_that_does_not_come_back_is_told_and_does_not_pile_up() -> None:
    begun: list[int] = []
    go_on, reached = Event(), Event()

    def waiting() -> bool:
        begun.append(1)
        assert go_on.wait(PATIENCE)
        reached.set()
        return True

    now = [0.0]
    readiness = Readiness([Check("lock", "it is held", waiting)], lambda: now[0])
    assert [asked(readiness, 0) for _ in range(5)] == ["lock"] * 5
    go_on.set()
    assert reached.wait(PATIENCE)
    assert asked(readiness) is None
    assert asked(readiness) is None
    assert len(begun) == 1
    now[0] = 60
    assert asked(readiness) is None
    assert len(begun) == 2


def test_a_service_is_ready_when_it_can_write_append_and_compute(sqlite_service: Served) -> None:
    readiness = sqlite_service.service.readiness
    with sqlite_service.client(None) as nobody:
        answer = nobody.get("/readyz")
        assert (answer.status_code, answer.json()) == (200, {"status": "ready"})
    assert [check.name for check in readiness._checks] == ["disk", "store", "clock", "append lock", "reading room"]
    with sqlite_service.ledger.transactions.looking() as (cursor, _now):
        cursor.execute("SELECT COUNT(*) AS jobs FROM jobs")
        assert cursor.fetchone()["jobs"] == 0


def test_a_full_disk_and_a_store_that_refuses_to_be_written_to_are_told(
    sqlite_service: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = sqlite_service.service.ledger

    def full() -> bool:
        raise StoreUnavailableError("the disk is full")

    def told() -> tuple[int, str]:
        sqlite_service.service.readiness._found = None
        with sqlite_service.client(None) as nobody:
            answer = nobody.get("/readyz")
        assert sqlite_service.ledger.place not in answer.text
        return answer.status_code, answer.json().get("code", "")

    with monkeypatch.context() as within:
        within.setattr(type(ledger.upkeep), "free_bytes", lambda _: 4_096)
        assert told() == (503, "disk")
    with monkeypatch.context() as within:
        within.setattr(sqlite_service.service.readiness, "_checks", [Check("store", "it is full", full)])
        assert told() == (503, "store")
    assert told() == (200, "")


def test_a_lock_that_is_not_let_go_is_told(sqlite_service: Served) -> None:
    readiness, room = sqlite_service.service.readiness, sqlite_service.service.room
    held, let_go = Event(), Event()

    def hold_the_append_lock() -> None:
        with sqlite_service.ledger.store.use() as (_recorder, appender), appender.append(keep=False):
            held.set()
            assert let_go.wait(PATIENCE)

    def stay_in_the_room() -> None:
        with room.turn():
            held.set()
            assert let_go.wait(PATIENCE)

    for stay, name in ((hold_the_append_lock, {"store", "append lock"}), (stay_in_the_room, {"reading room"})):
        held.clear()
        let_go.clear()
        thread = Thread(target=stay)
        thread.start()
        assert held.wait(PATIENCE)
        readiness._found = None
        assert asked(readiness, 0.5) in name
        let_go.set()
        thread.join(PATIENCE)
        assert asked(readiness) in (None, "reading room")
        readiness._found = None
        assert asked(readiness) is None


@pytest.mark.slow
def test_who_is_in_the_room_and_moves_on_holds_nobody_up(sqlite_service: Served) -> None:
    room = sqlite_service.service.room
    held, let_go = Event(), Event()

    def compute() -> None:
        from projections.cancellation import heed_cancellation

        with room.turn():
            held.set()
            while not let_go.is_set():
                heed_cancellation()

    thread = Thread(target=compute)
    thread.start()
    assert held.wait(PATIENCE)
    assert room.is_free_within(0)
    let_go.set()
    thread.join(PATIENCE)


def test_a_probe_leaves_nothing_in_any_store(ledger: Ledger) -> None:
    assert ledger.upkeep.can_write()
    assert ledger.upkeep.can_append()
    assert ledger.facts.last_position() == 0
    free = ledger.upkeep.free_bytes()
    assert free is None or free > 0


def test_a_clock_that_is_far_off_is_told_and_records_nothing_until_it_is_accepted(
    sqlite_stores: SQLiteStores, clock: Hands
) -> None:
    praise = {"praise": "P9", "employee": "E1", "date": "2024-10-12", "written": True, "about": "attitude"}
    with served(sqlite_stores.url(), clock=clock) as service, service.client("hr") as hr:

        def told() -> tuple[int, str | None]:
            service.service.readiness._found = None
            answer = hr.get("/readyz")
            return answer.status_code, answer.json().get("code")

        assert told() == (200, None)
        clock.now += timedelta(days=400)
        assert told() == (503, "clock")
        # Keys hold until they are revoked; what is read is read.
        assert hr.get("/v1/ledger").status_code == 200
        answer = hr.post("/v1/praises", json=praise)
        assert (answer.status_code, "--accept-clock" in answer.json()["detail"]) == (503, True)
        service.ledger.upkeep.accept_clock("HR")
        assert told() == (200, None)
        assert hr.post("/v1/praises", json=praise).status_code == 201
