"""How the service is, who asks, and what the ledger is: the first things that somebody asks."""

import json
from typing import Any

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api.openapi.descriptions import content, problem_answers, told
from api.problems import PROBLEMS, Problem
from api.problems.page import problem_page, problems_page
from api.service.answers import json_response
from api.service.guard import GuardedRoute, principal_of, service_of
from api.service.metrics import MEDIA_TYPE
from ledger.facts import KINDS
from ledger.facts.codec import fields_of

open_router = APIRouter()
"""What is answered without a key: nothing of the ledger."""
router = APIRouter(prefix="/v1", route_class=GuardedRoute)

_MARKDOWN = {"text/markdown": {"schema": {"type": "string"}}}


@open_router.get("/openapi.json", include_in_schema=False)
async def description(request: Request) -> Response:
    """The description of the API."""
    return _kept(request, json.dumps(request.app.openapi(), ensure_ascii=False), "application/json")


@open_router.get("/problems", include_in_schema=False)
async def problems(request: Request) -> Response:
    """The kinds of problems."""
    return _kept(request, problems_page(), "text/markdown")


@open_router.get("/problems/{name}", include_in_schema=False)
async def problem(request: Request, name: str) -> Response:
    """What a kind of problem means, and what to do about it."""
    if name not in PROBLEMS:
        raise Problem("not-found", f"there is no kind of problem {name[:60]!r}; /problems lists them")
    return _kept(request, problem_page(PROBLEMS[name]), "text/markdown")


def _kept(request: Request, text: str, media_type: str) -> Response:
    seconds = request.app.state.settings.docs_seconds
    return Response(text, media_type=media_type, headers={"Cache-Control": f"public, max-age={seconds}"})


_NOT_READY: dict[int | str, Any] = {}
problem_answers([PROBLEMS["unavailable"]], _NOT_READY)
_OPEN = {"tags": ["Service"], "response_model": None, "response_class": Response}


@open_router.get(
    "/healthz",
    operation_id="health",
    summary="Whether the process answers",
    description="Answers as long as the process does; says nothing of the store.",
    responses={200: {"description": "It does.", "content": content({"$ref": "#/components/schemas/Health"})}},
    **_OPEN,  # type: ignore[arg-type]
)
async def health() -> Response:
    """The process answers."""
    return json_response({"status": "ok"})


@open_router.get(
    "/readyz",
    operation_id="readiness",
    summary="Whether facts can be recorded and read",
    description="503 where they cannot now, with the reason: a write is tried, the disk must have room, the "
    "clock must be near what was recorded last, and the locks under which facts are recorded and reports computed must "
    "be free soon.",
    responses={
        200: {"description": "It does.", "content": content({"$ref": "#/components/schemas/Health"})},
        **_NOT_READY,
    },
    **_OPEN,  # type: ignore[arg-type]
)
async def readiness(request: Request) -> Response:
    """The store answers."""
    failing = await service_of(request).readiness.failing()
    if failing is not None:
        raise Problem("unavailable", f"{failing.otherwise}; see the log of the service", code=failing.code)
    return json_response({"status": "ready"})


@router.get(
    "/metrics",
    **told(
        "metrics",
        "Metrics for Prometheus",
        "Requests by operation and status, how long they took, and the ledger's last position.",
        tag="Service",
        permission="see metrics",
        answer={"text/plain": {"schema": {"type": "string"}}},
    ),
)
async def metrics(request: Request) -> Response:
    """The metrics."""
    shown = await run_in_threadpool(request.app.state.metrics.shown, service_of(request).ledger)
    return Response(shown, headers={"content-type": MEDIA_TYPE})


@router.get(
    "/me",
    **told(
        "me",
        "Who asks",
        "The key or token as it is understood.",
        tag="Access",
        permission="see who I am",
        answer="Me",
    ),
)
async def me(request: Request) -> Response:
    """Who asks."""
    principal = principal_of(request)
    grants = [{"role": grant.role.value, "employee": grant.employee, "team": grant.team} for grant in principal.grants]
    return json_response({"id": principal.id, "name": principal.name, "grants": grants})


@router.get(
    "/ledger",
    **told(
        "ledger",
        "The ledger",
        "Its site, its last position, and when that was recorded; all that the coordinate `position` can be.",
        tag="Facts",
        permission="see the ledger",
        answer="Ledger",
    ),
)
async def ledger(request: Request) -> Response:
    """The ledger."""

    def looked() -> dict[str, object]:
        found = service_of(request).ledger
        last = found.facts.last_position()
        site = found.site
        return {
            "site": None if site is None else fields_of(site),
            "position": last,
            "recorded_at": f"{found.facts.recorded_at(last):%Y-%m-%dT%H:%M:%S.%fZ}" if last else None,
            "kinds": list(KINDS),
        }

    return json_response(await run_in_threadpool(looked))
