"""What can be taken away: the whole ledger."""

from collections.abc import Iterator
from itertools import chain

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from api.openapi.descriptions import told
from api.operations.report_forms import NDJSON
from api.service.access_log import Access
from api.service.guard import GuardedRoute, note_access, service_of
from ledger.ledger import Ledger

router = APIRouter(prefix="/v1", route_class=GuardedRoute)


@router.get(
    "/export",
    **told(
        "export",
        "Every fact",
        "A line each, in the interchange format, as the ledger stands now; the header `Workledger-Position` says where "
        "that is. Sent to /v1/imports of an empty ledger it restores this one.",
        tag="Files",
        permission="export",
        answer={NDJSON: {"schema": {"type": "string"}}},
    ),
)
async def export(request: Request) -> Response:
    """Every fact."""
    position, parts = await run_in_threadpool(_begun, service_of(request).ledger)
    await note_access(request, Access("export", position=position))
    return StreamingResponse(parts, media_type=NDJSON, headers={"Workledger-Position": str(position)})


def _begun(ledger: Ledger) -> tuple[int, Iterator[bytes]]:
    """Where the ledger ends, and the parts of its export; the first is there, so that a store that fails is told of."""
    position = ledger.last_position()
    parts = ledger.export_parts(position)
    return position, chain([next(parts, b"")], parts)
