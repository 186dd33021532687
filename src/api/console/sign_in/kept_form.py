"""Back to a form that was sent when the session had ended, with what was typed in it."""

from starlette.responses import Response

from api.console.returning_forms import address_of, as_typed, kept_of
from api.console.rooms import Room
from api.console.visit import Visit
from api.problems import Problem

room = Room()


@room.get("/kept/{number}")
def back(visit: Visit) -> Response:
    """To the page of the form, which has in it what was typed; of anybody else's form nothing is told."""
    number = visit.path["number"]
    kept = kept_of(visit, number)
    if kept is None:
        raise Problem("not-found", visit.says("What was typed is not kept any more; enter it again."))
    address = address_of(kept, number)
    if not address:
        return as_typed(visit, kept)
    return visit.go(
        address, done=visit.says("The session had ended. What you typed is here again: check it, and send it.")
    )
