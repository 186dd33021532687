"""The directory of the centre: what a number is called, for who has to choose or recognise a colleague."""

from typing import Any

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api.openapi.descriptions import told
from api.service.answers import json_response
from api.service.guard import GuardedRoute, service_of

router = APIRouter(prefix="/v1", route_class=GuardedRoute)


@router.get(
    "/people",
    **told(
        "people",
        "The directory of the centre",
        "Everybody on the ledger with name, role and team as of today, as on the centre's own board; nothing else of "
        "them.",
        tag="Facts",
        permission="see the directory",
        answer="People",
    ),
)
async def people(request: Request) -> Response:
    """The directory of the centre."""

    def found() -> dict[str, Any]:
        return {"people": [person.as_json() for person in service_of(request).directory.people()]}

    return json_response(await run_in_threadpool(found))
