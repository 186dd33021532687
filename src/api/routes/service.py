"""State of the service, identity and ledger, over HTTP; and the pages that need no key."""

import json

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.operations import ledger as start
from api.operations import service as running
from api.operations.ledger import Ledger, Me
from api.operations.service import Health
from api.problems import PROBLEMS, Problem
from api.problems.page import problem_page, problems_page
from api.routes.guard import PROBLEM, Asked, guarded_router, needs
from api.service.identity import service_of
from api.service.observability.metrics import MEDIA_TYPE

open_router = APIRouter(
    tags=["Service"], responses={"default": PROBLEM}, generate_unique_id_function=lambda route: route.name
)
"""What is answered without a key: nothing of the ledger."""
router = guarded_router("Service")
access_router = guarded_router("Access")
ledger_router = guarded_router("Facts")


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


@open_router.get("/healthz", summary="Whether the process answers")
async def health() -> Health:
    """Answers as long as the process does; says nothing of the store."""
    return running.health()


@open_router.get("/readyz", summary="Whether facts can be recorded and read")
async def readiness(request: Request) -> Health:
    """503 where they cannot now, with the reason.

    A write is tried, the disk must have room, the clock must be near what was recorded last, and the locks under which
    facts are recorded and reports computed must be free soon.
    """
    return await running.readiness(service_of(request))


@router.get(
    "/metrics",
    summary="Metrics for Prometheus",
    response_model=None,
    responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
    response_class=Response,
    openapi_extra=needs(running.metrics),
)
def metrics(asked: Asked, request: Request) -> Response:
    """Requests by operation and status, how long they took, and the ledger's last position."""
    return Response(running.metrics(asked, request.app.state.metrics), headers={"content-type": MEDIA_TYPE})


@access_router.get("/me", summary="Caller", openapi_extra=needs(start.me))
def me(asked: Asked) -> Me:
    """The key or token as it is understood."""
    return start.me(asked)


@ledger_router.get("/ledger", summary="The ledger", openapi_extra=needs(start.ledger))
def ledger(asked: Asked) -> Ledger:
    """Its site, its last position, and when that was recorded; all that the coordinate `position` can be."""
    return start.ledger(asked)
