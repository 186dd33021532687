"""Jobs: how far they have come, what they answer, what went wrong with them, and those whose worker is gone."""

from collections.abc import Iterator
from concurrent.futures import Future, wait
from threading import Event
from typing import Any

import pytest

from api.service.concurrency.jobs import Job, Jobs, Progress
from ledger.ledger import Ledger, LedgerError
from projections.cancellation import heed_cancellation
from tests.ledger.material import Hands

PATIENCE = 60


@pytest.fixture
def jobs(ledger: Ledger) -> Iterator[Jobs]:
    jobs = Jobs(ledger)
    yield jobs
    jobs.close()


def entered(ledger: Ledger) -> str:
    with ledger.transactions.keeping() as (cursor, now):
        return Jobs.enter(cursor, "import", "key:1", now)


def known(jobs: Jobs, number: str) -> Job:
    job = jobs.find(number)
    assert job is not None
    return job


def reached(ending: "Future[None]") -> None:
    assert not wait([ending], PATIENCE).not_done


def test_a_job_tells_how_far_it_has_come_and_then_its_answer(jobs: Jobs, ledger: Ledger, clock: Hands) -> None:
    come, go_on = Event(), Event()

    def work(progress: Progress) -> dict[str, Any]:
        progress(3, 10)
        come.set()
        assert go_on.wait(PATIENCE)
        progress(10, 10)
        return {"说": "好"}

    number = entered(ledger)
    ending = jobs.begin(number, work)
    assert come.wait(PATIENCE)
    assert jobs.ending(number) is ending
    clock.move(hours=1)
    running = known(jobs, number)
    assert (running.state, running.done, running.whole, running.answer) == ("running", 3, 10, None)
    go_on.set()
    reached(ending)
    assert jobs.ending(number) is None
    ended = known(jobs, number)
    assert (ended.state, ended.done, ended.whole, ended.answer) == ("finished", 10, 10, {"说": "好"})


def test_a_job_that_writes_in_one_long_transaction_does_not_wait_for_itself(jobs: Jobs, ledger: Ledger) -> None:
    def work(progress: Progress) -> str:
        with ledger.transactions.keeping():
            progress(1, 2)
            progress(2, 2)
        return "done"

    number = entered(ledger)
    reached(jobs.begin(number, work))
    assert known(jobs, number).answer == "done"


def test_what_goes_wrong_is_told_in_a_sentence(jobs: Jobs, ledger: Ledger) -> None:
    def refused(_: Progress) -> Any:
        raise LedgerError("the file is empty; give one with lines")

    def broken(_: Progress) -> Any:
        raise KeyError("a detail of ours")

    told = []
    for work in (refused, broken, lambda _: object()):
        number = entered(ledger)
        reached(jobs.begin(number, work))
        job = known(jobs, number)
        assert job.state == "failed"
        told.append(job.answer["problem"])
    assert told[0] == "the file is empty; give one with lines"
    assert told[1] == told[2] == "something went wrong in the service; nothing was lost, so start it again"


def test_a_job_whose_worker_is_silent_is_interrupted(jobs: Jobs, ledger: Ledger, clock: Hands) -> None:
    number = entered(ledger)
    assert known(jobs, number).state == "running"
    clock.move(minutes=3)
    assert known(jobs, number).state == "interrupted"
    assert jobs.find("0" * 24) is None


def endless(begun: Event) -> Any:
    """Work that never ends, unless it is told to between two steps."""

    def work(progress: Progress) -> Any:
        begun.set()
        while True:
            progress(1, 2)

    return work


def test_a_job_that_is_cancelled_stops_between_two_steps(jobs: Jobs, ledger: Ledger) -> None:
    begun, number = Event(), entered(ledger)
    ending = jobs.begin(number, endless(begun))
    assert begun.wait(PATIENCE)
    jobs.cancel(number)
    reached(ending)
    job = known(jobs, number)
    assert (job.state, job.done, job.whole) == ("cancelled", 1, 2)
    assert "was cancelled" in job.answer["problem"]
    jobs.cancel(number)
    assert known(jobs, number).state == "cancelled"


@pytest.mark.slow
def test_a_job_of_another_worker_is_cancelled_too(jobs: Jobs, ledger: Ledger) -> None:
    other = Jobs(ledger)
    begun, number = Event(), entered(ledger)
    ending = jobs.begin(number, endless(begun))
    assert begun.wait(PATIENCE)
    other.cancel(number)
    reached(ending)
    assert known(other, number).state == "cancelled"
    other.close()


def test_what_becomes_a_job_can_be_cancelled_as_well(jobs: Jobs, ledger: Ledger) -> None:
    begun = Event()
    running = jobs.run(lambda: endless(begun)(lambda _done, _whole: heed_cancellation()))
    assert begun.wait(PATIENCE)
    number = entered(ledger)
    jobs.follow(number, running)
    ending = jobs.ending(number)
    assert ending is not None
    jobs.cancel(number)
    reached(ending)
    assert known(jobs, number).state == "cancelled"


def test_a_job_that_is_not_done_when_the_service_ends_is_interrupted(ledger: Ledger) -> None:
    jobs, begun, number = Jobs(ledger), Event(), entered(ledger)
    jobs.begin(number, endless(begun))
    assert begun.wait(PATIENCE)
    jobs.close()
    job = known(jobs, number)
    assert job.state == "interrupted"
    assert "start it again" in job.answer["problem"]
