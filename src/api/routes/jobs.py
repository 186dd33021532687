"""Jobs: how far something has come that takes longer than an answer may, and what it answers."""

import re
from dataclasses import replace

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api.auth.permissions import Role
from api.auth.sender_reach import not_permitted
from api.openapi.descriptions import told
from api.problems import Problem
from api.service.access_log import Access
from api.service.answers import json_response
from api.service.guard import GuardedRoute, note_access, principal_of, service_of
from api.service.jobs import Job

router = APIRouter(prefix="/v1", route_class=GuardedRoute)

_ID = re.compile(r"[0-9a-f]{24}")
_CANCELS_ALL = {Role.HR, Role.ADMIN}
_SEES_ALL = {Role.HR, Role.AUDITOR, Role.ADMIN}
_SEES_ANSWERS = {Role.HR, Role.AUDITOR}
_OF_PAY = {"diff", "what-if"}
"""The jobs, by the first word of what they are, whose answers are pay: a look at another's is logged as the asking is.
"""


@router.get(
    "/jobs/{job}",
    **told(
        "job",
        "One job",
        "How far it has come (`done` of `whole`), and once it has ended its answer, or what was wrong as `problem`. "
        "Seen by whom it is of, and by HR and auditors; administrators see how far it has come.",
        tag="Service",
        permission="see jobs",
        answer="Job",
    ),
)
async def job_(request: Request, job: str) -> Response:
    """One job."""
    return await shown_job(request, job, "")


@router.delete(
    "/jobs/{job}",
    **told(
        "cancel_job",
        "Cancel a job",
        "It stops between two steps, and `state` is `cancelled` then; what it has recorded by then stays. One that has "
        "ended stays as it ended. By whom it is of, and by HR and administrators.",
        tag="Service",
        permission="cancel jobs",
        answer="Job",
        status=202,
    ),
)
async def cancel(request: Request, job: str) -> Response:
    """Cancel a job."""
    jobs, principal = service_of(request).jobs, principal_of(request)
    found = await _seen(request, job)
    if found.owner != principal.id and _CANCELS_ALL.isdisjoint(principal.roles):
        raise not_permitted("the job is not yours; ask whose it is, or HR")
    await run_in_threadpool(jobs.cancel, job)
    return json_response((await _seen(request, job)).as_json(), 202)


async def shown_job(request: Request, number: str, what: str) -> Response:
    """A job that who asks may see, of which `what` is the kind, where that is said. Raises Problem where none is."""
    return json_response((await _seen(request, number, what)).as_json())


async def _seen(request: Request, number: str, what: str = "") -> Job:
    jobs, principal = service_of(request).jobs, principal_of(request)
    found = await run_in_threadpool(jobs.find, number) if _ID.fullmatch(number) else None
    seen = found is not None and (found.owner == principal.id or not _SEES_ALL.isdisjoint(principal.roles))
    if found is None or not seen or what not in ("", found.what):
        raise Problem("not-found", f"there is no job {number[:60]!r} of yours; give the id as it was answered")
    if found.owner == principal.id or found.answer is None:
        return found
    if _SEES_ANSWERS.isdisjoint(principal.roles):
        return replace(found, answer=None)
    if found.what.partition(" ")[0] in _OF_PAY:
        await note_access(request, Access("compare"))
    return found
