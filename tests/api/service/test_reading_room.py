"""The reading room: one at a time, in order, for a limited time; jobs stay until they are done or cancelled."""

import time
from collections.abc import Iterator
from threading import Event, Thread

import pytest

from api.service.concurrency.reading_room import ReadingRoom, RoomLimits, at_leisure
from api.service.concurrency.turnstile import Turnstile
from ledger.ledger import Ledger
from ledger.refusal import StoreUnavailableError
from projections.cancellation import CancelledError, cancelled_by, heed_cancellation, rest
from tests.ledger.material import MASTER_KEY, Hands

PATIENCE = 60


@pytest.fixture
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    folder = tmp_path_factory.mktemp("room")
    with Ledger.open(f"sqlite:///{folder / 'l.db'}", clock=Hands(), master_key=MASTER_KEY) as ledger:
        yield ledger


class Occupied:
    """A room in which somebody stays until told to go."""

    def __init__(self, room: ReadingRoom) -> None:
        self._room = room
        self._inside, self._go = Event(), Event()
        self._thread = Thread(target=self._stay)

    def __enter__(self) -> "Occupied":
        self._thread.start()
        assert self._inside.wait(PATIENCE)
        return self

    def __exit__(self, *_: object) -> None:
        self._go.set()
        self._thread.join(PATIENCE)

    def _stay(self) -> None:
        with self._room.turn():
            self._inside.set()
            assert self._go.wait(PATIENCE)


def test_who_waits_for_too_long_is_told_to_come_back(ledger: Ledger) -> None:
    room = ReadingRoom(ledger, None, RoomLimits(wait=0))
    with Occupied(room), pytest.raises(StoreUnavailableError, match="ask again"), room.turn():
        pass
    with room.turn(), room.turn():
        """Who is in it already need not wait."""


def test_no_more_wait_than_there_are_threads_for(ledger: Ledger) -> None:
    room = ReadingRoom(ledger, None, RoomLimits(queue=1))
    waiting = Thread(target=room.is_free_within, args=[PATIENCE])
    with Occupied(room):
        waiting.start()
        while not room._turnstile.waiting:
            waiting.join(0.01)
        with pytest.raises(StoreUnavailableError, match="as much as it can"), room.turn():
            pass
    waiting.join(PATIENCE)
    with room.turn():
        """There is room again."""


def test_who_stays_for_too_long_is_cancelled_between_two_steps(ledger: Ledger) -> None:
    now = [0.0]
    room = ReadingRoom(ledger, None, RoomLimits(stay=10), lambda: now[0])
    with room.turn():
        heed_cancellation()
        now[0] = 11
        with pytest.raises(CancelledError, match="longer than 10 seconds"):
            heed_cancellation()
    with room.turn():
        heed_cancellation()


def test_a_job_waits_and_stays_for_as_long_as_it_takes_until_it_is_cancelled(ledger: Ledger) -> None:
    now, wanted = [0.0], [True]
    room = ReadingRoom(ledger, None, RoomLimits(wait=0, stay=0), lambda: now[0])

    def check() -> None:
        if not wanted[0]:
            raise CancelledError("the job was cancelled")

    with cancelled_by(check), at_leisure():
        with room.turn():
            now[0] = 1_000
            heed_cancellation()
        with Occupied(room):
            wanted[0] = False
            with pytest.raises(CancelledError, match="the job was"), room.turn():
                pass


def test_a_job_lets_those_in_who_wait_between_its_steps(ledger: Ledger) -> None:
    room = ReadingRoom(ledger, None, RoomLimits(stint=0))
    inside, order = Event(), list[str]()

    def work() -> None:
        with at_leisure(), room.turn():
            inside.set()
            while "report" not in order:
                rest()
            order.append("job")
            with room.turn():
                heed_cancellation()

    job = Thread(target=work)
    job.start()
    assert inside.wait(PATIENCE)
    with room.turn():
        order.append("report")
        assert order == ["report"]
    job.join(PATIENCE)
    assert order == ["report", "job"]
    with room.turn():
        """It has left."""


def test_a_job_that_is_cancelled_while_others_are_in_leaves_the_room_to_them(ledger: Ledger) -> None:
    room, wanted, inside = ReadingRoom(ledger, None, RoomLimits(stint=0)), [True], Event()
    ended = list[str]()

    def check() -> None:
        if not wanted[0]:
            raise CancelledError("the job was cancelled")

    def work() -> None:
        try:
            with cancelled_by(check), at_leisure(), room.turn():
                inside.set()
                while True:
                    rest()
        except CancelledError as error:
            ended.append(str(error))

    job = Thread(target=work)
    job.start()
    assert inside.wait(PATIENCE)
    with room.turn():
        wanted[0] = False
        job.join(PATIENCE)
        assert ended == ["the job was cancelled"]
        assert not room.is_free_within(0)
    assert room.is_free_within(0)


def test_the_end_of_the_service_cancels_who_computes_and_who_waits(ledger: Ledger) -> None:
    now = [0.0]
    room = ReadingRoom(ledger, None, monotonic=lambda: now[0])
    with Occupied(room):
        room.end(5)
        now[0] = 6
        with pytest.raises(CancelledError, match="ending"), room.turn():
            pass
    with pytest.raises(CancelledError, match="ending"), room.turn():
        heed_cancellation()


def test_who_comes_back_at_once_does_not_go_before_who_waits() -> None:
    turnstile, order = Turnstile(), []
    queued = [Event() for _ in range(3)]

    def wait(number: int) -> None:
        def arrived() -> None:
            queued[number].set()

        assert turnstile.enter(arrived, None, time.monotonic)
        order.append(number)
        turnstile.leave()

    assert turnstile.enter(lambda: None, None, time.monotonic)
    threads = []
    for number in range(3):
        threads.append(Thread(target=wait, args=[number]))
        threads[-1].start()
        assert queued[number].wait(PATIENCE)
    turnstile.leave()
    assert turnstile.enter(lambda: None, None, time.monotonic)
    assert order == [0, 1, 2]
    for thread in threads:
        thread.join(PATIENCE)


def test_who_gives_up_waiting_holds_nobody_up() -> None:
    turnstile = Turnstile()

    def enough() -> None:
        raise CancelledError("it is not wanted any more")

    assert turnstile.enter(lambda: None, None, time.monotonic)
    with pytest.raises(CancelledError):
        turnstile.enter(enough, None, time.monotonic)
    assert not turnstile.enter(lambda: None, 0, time.monotonic)
    turnstile.leave()
    assert turnstile.enter(lambda: None, 0, time.monotonic)
