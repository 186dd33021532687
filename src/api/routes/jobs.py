"""Jobs: how far something has come that takes longer than an answer may, and what it answers."""

import re

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api.auth.permissions import Role
from api.openapi.describing import told
from api.problems import Problem
from api.serving.answers import json_response
from api.serving.guard import GuardedRoute, principal_of, service_of

router = APIRouter(prefix="/v1", route_class=GuardedRoute)

_ID = re.compile(r"[0-9a-f]{24}")
_SEES_ALL = {Role.HR, Role.AUDITOR, Role.ADMIN}


@router.get(
    "/jobs/{job}",
    **told(
        "job",
        "One job",
        "How far it has come (`done` of `whole`), and once it has ended its answer, or what was wrong as `problem`. "
        "Seen by whom it is of, and by HR, auditors and administrators.",
        tag="Service",
        permission="see jobs",
        answer="Job",
    ),
)
async def job_(request: Request, job: str) -> Response:
    """One job."""
    return await shown_job(request, job, "")


async def shown_job(request: Request, number: str, what: str) -> Response:
    """A job that who asks may see, of which `what` is the kind, where that is said. Raises Problem where none is."""
    jobs, principal = service_of(request).jobs, principal_of(request)
    found = await run_in_threadpool(jobs.find, number) if _ID.fullmatch(number) else None
    seen = found is not None and (found.owner == principal.id or not _SEES_ALL.isdisjoint(principal.roles))
    if found is None or not seen or what not in ("", found.what):
        raise Problem("not-found", f"there is no job {number[:60]!r} of yours; give the id as it was answered")
    return json_response(found.as_json())
