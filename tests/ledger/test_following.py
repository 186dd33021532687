"""Following: every position once, in order, as it is recorded, until it is stopped."""

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from itertools import islice
from typing import Any

import pytest

from ledger.follower import Follower
from ledger.ledger import Ledger, LedgerError
from ledger.recorded_fact import RecordedFact
from tests.ledger.material import COLLEAGUE, PUNCH, given, punches, when
from tests.ledger.stores import PostgresStores, Stores

PATIENCE = 60
"""Seconds after which what should have come has not."""


@pytest.fixture
def aside() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(4) as pool:
        yield pool


def read(pool: ThreadPoolExecutor, follower: Follower, count: int) -> Future[list[RecordedFact]]:
    """The next facts, read in a thread of their own."""
    return pool.submit(lambda: list(islice(follower, count)))


@pytest.mark.slow
def test_what_is_there_and_what_comes_is_seen_once_and_in_order(
    ledger: Ledger, stores: Stores, aside: ThreadPoolExecutor
) -> None:
    given(ledger)
    with ledger.facts.follow() as follower, stores.open() as other:
        assert [fact.position for fact in read(aside, follower, 3).result(PATIENCE)] == [1, 2, 3]
        coming = read(aside, follower, 602)
        other.record(punches(600))
        when(other, **{**COLLEAGUE, "employee": "C", "name": "王五"})
        when(ledger, **PUNCH)
        found = coming.result(PATIENCE)
        assert found == ledger.facts.page(3, 1_000)
        assert [fact.position for fact in found] == list(range(4, 606))


def test_a_follower_begins_after_a_position(ledger: Ledger, aside: ThreadPoolExecutor) -> None:
    given(ledger, PUNCH)
    with ledger.facts.follow(after=3) as follower:
        (found,) = read(aside, follower, 1).result(PATIENCE)
        assert found == ledger.facts.page(3)[0]


def test_followers_do_not_take_from_each_other(ledger: Ledger, aside: ThreadPoolExecutor) -> None:
    given(ledger)
    with ledger.facts.follow() as one, ledger.facts.follow() as other:
        both = [read(aside, follower, 4) for follower in (one, other)]
        when(ledger, **PUNCH)
        assert [[fact.position for fact in each.result(PATIENCE)] for each in both] == [[1, 2, 3, 4]] * 2


def test_a_follower_that_waits_is_stopped_from_elsewhere(ledger: Ledger, aside: ThreadPoolExecutor) -> None:
    given(ledger)
    follower = ledger.facts.follow(after=3)
    waiting = aside.submit(list, follower)
    follower.stop()
    assert waiting.result(PATIENCE) == []
    follower.stop()
    assert list(follower) == []


def test_there_is_nothing_to_follow_where_there_is_no_ledger(ledger: Ledger) -> None:
    with pytest.raises(LedgerError, match="init"):
        ledger.facts.follow()


@pytest.mark.slow
def test_a_follower_whose_connections_are_cut_goes_on(
    postgres_stores: PostgresStores, aside: ThreadPoolExecutor
) -> None:
    with postgres_stores.open() as ledger:
        given(ledger)
        with ledger.facts.follow() as follower:
            for device in range(3):
                waiting = read(aside, follower, 4 if device == 0 else 1)
                postgres_stores.cut()
                when(ledger, **{**PUNCH, "device": f"g{device}"})
                assert waiting.result(PATIENCE)[-1].position == 4 + device


@pytest.mark.slow
def test_a_follower_whose_connections_are_cut_while_it_reads_a_fact_leaves_none_out(
    postgres_stores: PostgresStores,
) -> None:
    with postgres_stores.open() as ledger:
        given(ledger)
    recorder = postgres_stores.recorder()
    cuts = [postgres_stores.cut, postgres_stores.cut]

    def position_of(event: Any) -> Any:
        if cuts:
            cuts.pop()()
        with recorder.looking() as cursor:
            cursor.execute("SELECT 1")
        return event.id

    with closing(recorder), Follower(recorder, position_of, 0) as follower:
        assert list(islice(follower, 3)) == [1, 2, 3]


_LEFT_OPEN = """
import sys
from ledger.ledger import Ledger
ledger = Ledger.open(sys.argv[1], master_key=bytes(range(32)))
follower = ledger.facts.follow()
print(next(follower).position)
"""


@pytest.mark.slow
def test_a_process_ends_although_its_follower_was_left_open(ledger: Ledger, stores: Stores) -> None:
    given(ledger)
    command = [sys.executable, "-c", _LEFT_OPEN, stores.url()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert (done.returncode, done.stdout) == (0, "1\n"), done.stderr
