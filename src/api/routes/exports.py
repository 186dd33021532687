"""What can be taken away over HTTP: the whole ledger."""

from starlette.responses import Response, StreamingResponse

from api.operations import exports
from api.operations.report_forms import NDJSON
from api.routes.guard import Asked, guarded_router, needs

router = guarded_router("Files")


@router.get(
    "/export",
    summary="Every fact",
    openapi_extra=needs(exports.export),
    response_model=None,
    response_class=Response,
    responses={200: {"content": {NDJSON: {"schema": {"type": "string"}}}, "description": "Every fact, a line each."}},
)
def export(asked: Asked) -> Response:
    """A line each, in the interchange format, as the ledger stands now.

    The header `Workledger-Position` says where that is. Sent to /v1/imports of an empty ledger it restores this one.
    """
    found = exports.export(asked)
    headers = {"Workledger-Position": str(found.position)}
    return StreamingResponse(found.parts, media_type=NDJSON, headers=headers)
