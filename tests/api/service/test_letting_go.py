"""What a service has computed is let go of when its use is over: memory does not wait for the collector of cycles."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import product
from threading import Event, Thread
from weakref import ReferenceType, ref

import pytest

from api.disputes.case import case_of
from api.service.concurrency.reading_room import ReadingRoom, RoomLimits, at_leisure
from projections.books import Books, ReportRequest, computed_otherwise, freezing, make_report
from projections.cancellation import rest
from projections.comparison import Coordinates, compare, without_facts
from projections.replay import Replay
from projections.reports import REPORTS
from tests.projections.late_cases import LATE, PERIODS, centre, november
from tests.projections.office import Office, office

OCTOBER, NOVEMBER, *_ = PERIODS


@pytest.fixture(scope="module")
def at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """October is closed; a punch came late, and somebody disputes October's pay."""
    found = office(tmp_path_factory.mktemp("let-go"))
    found.given(*centre(), at=datetime(2026, 11, 2, tzinfo=UTC))
    found.close(OCTOBER)
    dispute = {"kind": "dispute", "dispute": "D1", "employee": "E1", "period": OCTOBER, "item": "deficit"}
    found.given(*LATE["a punch"].lines, dispute | {"at": "2026-11-20T09:00:00+08:00", "text": "I was there"})
    found.given(*november(), at=datetime(2026, 12, 2, tzinfo=UTC))
    with found.ledger:
        yield found


@contextmanager
def without_collector() -> Iterator[None]:
    """No cycle is found until the end."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def in_memory() -> int:
    """How many replays and books are in memory."""
    return sum(issubclass(type(each), Replay) for each in gc.get_objects())


def a_comparison(at: Office) -> None:
    last = at.ledger.facts.last_position()
    assert compare(at.reader, at.engine, NOVEMBER, Coordinates("replay", last - 4), Coordinates("books", last)).causes


def what_if_without_a_fact(at: Office) -> None:
    last = at.ledger.facts.last_position()
    without_facts(at.reader, at.engine, OCTOBER, last, frozenset({last}))


def a_closing(at: Office) -> None:
    then = int(at.clock.now.timestamp()) * 1_000_000
    assert freezing(at.reader, at.engine, NOVEMBER, held=False)(at.ledger.facts.last_position() + 1, then).reports


def computing_again_what_is_frozen(at: Office) -> None:
    assert list(computed_otherwise(at.reader.at(), at.engine)) == []


def the_case_of_a_dispute(at: Office) -> None:
    assert case_of(at.ledger, at.reader, at.engine, "D1").figures


USES: list[Callable[[Office], None]] = [
    a_comparison,
    what_if_without_a_fact,
    a_closing,
    computing_again_what_is_frozen,
    the_case_of_a_dispute,
]


@pytest.mark.slow
@pytest.mark.parametrize("use", USES, ids=lambda use: use.__name__.replace("_", " "))
def test_nothing_is_left_of(use: Callable[[Office], None], at: Office) -> None:
    with without_collector():
        before = in_memory()
        use(at)
        assert in_memory() == before


@pytest.mark.slow
def test_the_books_that_a_job_is_at_are_kept_while_others_are_let_in(at: Office) -> None:
    room, last = ReadingRoom(at.ledger, None, RoomLimits(stint=0)), at.ledger.facts.last_position()
    inside, others = Event(), Event()
    kept: list[bool] = []

    def work() -> None:
        with at_leisure(), room.books(last) as books:
            month = books.month(books.first_period)
            inside.set()
            while not others.is_set():
                rest()
            kept.append(books.month(books.first_period) is month)

    job = Thread(target=work)
    job.start()
    assert inside.wait(60)
    for position in range(last - 5, last):
        with room.books(position) as books:
            books.month(books.first_period)
    others.set()
    job.join(60)
    assert kept == [True]
    assert len(room._books) == 3


@pytest.mark.slow
def test_the_books_of_positions_that_are_asked_for_no_more_are_let_go(at: Office) -> None:
    room, last = ReadingRoom(at.ledger, None), at.ledger.facts.last_position()
    seen: list[ReferenceType[Books]] = []
    with without_collector():
        for position in range(last - 5, last + 1):
            with room.books(position) as books:
                for name, period in product(REPORTS, (OCTOBER, NOVEMBER)):
                    make_report(books, name, ReportRequest(period))
                seen.append(ref(books))
        del books
        assert [each() is None for each in seen] == [True] * 3 + [False] * 3
