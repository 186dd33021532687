"""Jobs: how far something has come that takes longer than an answer may, and what it answers."""

import re
from dataclasses import replace
from typing import Any, Literal

from api.operations.answer import Answer, ShownInstant
from api.operations.context import Context
from api.operations.operation import operation
from api.problems import Problem, not_permitted
from api.service.concurrency.jobs import Job as KeptJob
from api.service.observability.access_log import Access
from ledger.roles import Role

_ID = re.compile(r"[0-9a-f]{24}")
_MOST = 50
_CANCELS_ALL = {Role.HR, Role.ADMIN}
_SEES_ALL = {Role.HR, Role.AUDITOR, Role.ADMIN}
_SEES_ANSWERS = {Role.HR, Role.AUDITOR}
_OF_PAY = {"diff", "what-if"}
"""The jobs, by the first word of what they are, whose answers are pay: a look at another's is logged as the asking is.
"""


class Job(Answer):
    """Something that takes longer than an answer may; once it has ended, with its answer."""

    id: str
    what: str
    state: Literal["running", "finished", "failed", "interrupted", "cancelled"]
    created_at: ShownInstant
    done: int
    whole: int
    answer: Any


class Jobs(Answer):
    """Jobs, the latest first; without their answers."""

    jobs: list[Job]


@operation("see jobs")
def job(context: Context, number: str, what: str = "") -> Job:
    """A job, of which `what` is the kind, where that is said. Raises Problem where there is none within reach.

    A look at an answer that is somebody's pay is logged.
    """
    return Job(**_seen(context, number, what).as_json())


@operation("see every job")
def jobs(context: Context) -> Jobs:
    """The jobs of everybody that were begun last, the latest first: their states, and no answer."""
    return Jobs(jobs=[Job(**each.as_json()) for each in context.service.jobs.latest(_MOST)])


@operation("cancel jobs")
def cancel_job(context: Context, number: str) -> Job:
    """Have a job end between two of its steps; one that has ended stays so. Raises Problem where it is another's."""
    found = _seen(context, number)
    if found.owner != context.principal.id and _CANCELS_ALL.isdisjoint(context.principal.roles):
        raise not_permitted("the job is another user's; ask its owner, or HR")
    context.service.jobs.cancel(number)
    return Job(**_seen(context, number).as_json())


def no_job(number: str) -> Problem:
    """The refusal of a job that is not there, or not within the caller's reach, or of another kind than asked for."""
    return Problem("not-found", f"there is no job {number[:60]!r} of yours; give the id as it was answered")


def _seen(context: Context, number: str, what: str = "") -> KeptJob:
    jobs, principal = context.service.jobs, context.principal
    found = jobs.find(number) if _ID.fullmatch(number) else None
    seen = found is not None and (found.owner == principal.id or not _SEES_ALL.isdisjoint(principal.roles))
    if found is None or not seen or what not in ("", found.what):
        raise no_job(number)
    if found.owner == principal.id or found.answer is None:
        return found
    if _SEES_ANSWERS.isdisjoint(principal.roles):
        return replace(found, answer=None)
    if found.what.partition(" ")[0] in _OF_PAY:
        context.note(Access("compare"))
    return found
