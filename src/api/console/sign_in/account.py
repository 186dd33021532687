"""Who is signed in, and in which roles."""

from starlette.responses import Response

from api.console.rooms import Room
from api.console.visit import Visit
from api.operations.ledger import me as who

room = Room()


@room.get("/me")
def me(visit: Visit) -> Response:
    """Who is signed in."""
    return visit.page("me.html", me=who(visit.context), called=visit.role_name)
