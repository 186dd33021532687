"""The months that were closed: when, by whom, at which position and with which digests."""

from starlette.responses import Response

from api.console.rooms import Room
from api.console.visit import Visit
from api.operations.closings import closings
from api.problems import Problem

room = Room()

_DOCUMENT = "document month-close"


@room.get("/hr/closings")
def closed_months(visit: Visit) -> Response:
    """Every closed month."""
    found = closings(visit.context).closings
    return visit.page("hr/closings.html", closings=found[::-1], zone=visit.zone)


@room.get("/hr/closings/{period}")
def closed_month(visit: Visit) -> Response:
    """One closed month."""
    period = visit.path["period"]
    found = next((each for each in closings(visit.context).closings if each.period == period), None)
    if found is None:
        raise Problem(
            "not-found",
            visit.says("%(period)s is not closed; the list has those that are.", period=period[:20]),
        )
    return visit.page(
        "hr/closing.html",
        closing=found,
        people=visit.people(),
        zone=visit.zone,
        documents=visit.may(_DOCUMENT) is not None,
    )
