"""Waiting for what may take long: the answer itself where it comes in time, else a job to ask for."""

import asyncio
import re
from typing import Any

from anyio import to_thread

from api.operations.answer import Deferred
from api.operations.context import Context
from api.operations.jobs import Job
from api.problems import ledger_problem
from api.service.concurrency.jobs import CANCELLING, RUNNING
from ledger.refusal import LedgerError

_PAUSE = 0.1
"""Seconds between two looks at a job that another worker carries out."""
_WAIT = re.compile(r"(?:^|[,;\s])wait=([0-9]{1,6})(?:$|[,;\s])")


def seconds_to_wait(context: Context, prefer: str | None, usual: int | None = None) -> int:
    """How many seconds a `Prefer` lets an answer take, at most what the settings say; `usual` where it says nothing."""
    most = context.service.settings.wait_seconds
    match = _WAIT.search(prefer or "")
    if match is None:
        return most if usual is None else usual
    return min(int(match[1]), most)


async def answer_or_job(context: Context, deferred: Deferred[Any], seconds: int) -> dict[str, Any] | Job:
    """The object that work answers, where it is done within some seconds; else a job that goes on with it.

    Raises Problem for what work raises by then; what it raises later, the job tells.
    """
    service = context.service
    running = service.jobs.run(lambda: deferred.work().as_json())
    waited = asyncio.wrap_future(running[0])
    # Where it fails later, the job tells of it.
    waited.add_done_callback(lambda ended: ended.cancelled() or ended.exception())
    done, _ = await asyncio.wait([waited], timeout=seconds)
    if done:
        return _found(waited)
    owner = context.principal.id

    def enter() -> str:
        with service.ledger.transactions.keeping() as (cursor, now):
            return service.jobs.enter(cursor, deferred.what, owner, now)

    number = await to_thread.run_sync(enter)
    service.jobs.follow(number, running)
    job = await to_thread.run_sync(service.jobs.find, number)
    assert job is not None
    return Job(**job.as_json())


def _found(waited: "asyncio.Future[dict[str, Any]]") -> dict[str, Any]:
    try:
        return waited.result()
    except LedgerError as error:
        raise ledger_problem(error) from error


async def job_ended(context: Context, number: str, seconds: int) -> Job | None:
    """A job once it has ended, whichever worker carries it out; None where it has not within some seconds."""
    jobs, loop = context.service.jobs, asyncio.get_running_loop()
    until = loop.time() + seconds
    while True:
        ending = jobs.ending(number)
        if ending is not None:
            await asyncio.wait([asyncio.wrap_future(ending)], timeout=max(0, until - loop.time()))
        job = await to_thread.run_sync(jobs.find, number)
        if job is not None and job.state not in (RUNNING, CANCELLING):
            return Job(**job.as_json())
        if loop.time() >= until:
            return None
        await asyncio.sleep(_PAUSE)
