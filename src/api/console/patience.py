"""How long a page waits for what may take minutes: then it shows the job that goes on with it."""

from typing import Any

from anyio import from_thread

from api.console.visit import Visit
from api.operations.answer import Deferred
from api.operations.deferred_answers import answer_or_job, seconds_to_wait
from api.operations.jobs import Job

SOON = "wait=2"
"""For a page that shows well how far a job has come."""


def in_time(visit: Visit, deferred: Deferred[Any], patience: str | None = None) -> dict[str, Any] | Job:
    """The object that work answers in time, or the job that it became; `patience` as `Prefer` says it over HTTP.

    Raises Problem for what the work raises in time.
    """
    return from_thread.run(answer_or_job, visit.context, deferred, seconds_to_wait(visit.context, patience))
