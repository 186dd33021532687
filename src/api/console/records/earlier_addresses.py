"""The addresses that records had within running the centre lead to those that they have."""

from urllib.parse import quote

from starlette.responses import Response

from api.console.rooms import Room
from api.console.visit import Visit

room = Room()
_EARLIER = "/centre/records"


@room.get(_EARLIER)
def every_record(visit: Visit) -> Response:
    """To the records."""
    return visit.go("/records")


@room.get(f"{_EARLIER}/{{rest:path}}")
def one_record(visit: Visit) -> Response:
    """To the page of the same record, list or form."""
    query = visit.request.url.query
    return visit.go(f"/records/{quote(visit.path['rest'], safe='/')}" + (f"?{query}" if query else ""))
