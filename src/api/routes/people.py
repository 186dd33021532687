"""The directory of the centre over HTTP."""

from api.operations import people as directory
from api.operations.people import People
from api.routes.guard import Asked, guarded_router, needs

router = guarded_router("Facts")


@router.get("/people", summary="The directory of the centre", openapi_extra=needs(directory.people))
def people(asked: Asked) -> People:
    """Everybody on the ledger with name, role and team as of today, as on the centre's own board; nothing more."""
    return directory.people(asked)
