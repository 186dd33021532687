"""Waiting for what may take long: the answer itself where it comes in time, else a job to ask for."""

import asyncio
import re
from collections.abc import Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api.service.answers import json_response
from api.service.guard import principal_of, service_of
from api.service.jobs import CANCELLING, RUNNING, Job

_PAUSE = 0.1
"""Seconds between two looks at a job that another worker carries out."""
_WAIT = re.compile(r"(?:^|[,;\s])wait=([0-9]{1,6})(?:$|[,;\s])")


def seconds_to_wait(request: Request, usual: int | None = None) -> int:
    """How long `Prefer: wait=N` lets an answer take, at most what the settings say; `usual` where it says nothing."""
    most = service_of(request).settings.wait_seconds
    match = _WAIT.search(request.headers.get("prefer", ""))
    if match is None:
        return most if usual is None else usual
    return min(int(match[1]), most)


async def answered_or_job(request: Request, what: str, work: Callable[[], dict[str, Any]]) -> Response:
    """What work answers, where it is done in time; else a job that goes on with it. Raises what work raises by then."""
    service = service_of(request)
    running = service.jobs.run(work)
    waited = asyncio.wrap_future(running[0])
    # Where it fails later, the job tells of it.
    waited.add_done_callback(lambda ended: ended.cancelled() or ended.exception())
    done, _ = await asyncio.wait([waited], timeout=seconds_to_wait(request))
    if done:
        return json_response(waited.result())
    owner = principal_of(request).id

    def enter() -> str:
        with service.ledger.transactions.keeping() as (cursor, now):
            return service.jobs.enter(cursor, what, owner, now)

    number = await run_in_threadpool(enter)

    service.jobs.follow(number, running)
    job = await run_in_threadpool(service.jobs.find, number)
    assert job is not None
    return json_response(job.as_json(), 202, {"Location": f"/v1/jobs/{number}"})


async def job_ended(request: Request, number: str, seconds: int) -> Job | None:
    """A job once it has ended, whichever worker carries it out; None where it has not within some seconds."""
    jobs, loop = service_of(request).jobs, asyncio.get_running_loop()
    until = loop.time() + seconds
    while True:
        ending = jobs.ending(number)
        if ending is not None:
            await asyncio.wait([asyncio.wrap_future(ending)], timeout=max(0, until - loop.time()))
        job = await run_in_threadpool(jobs.find, number)
        if job is not None and job.state not in (RUNNING, CANCELLING):
            return job
        if loop.time() >= until:
            return None
        await asyncio.sleep(_PAUSE)
