"""The months that were closed: when, by whom, at which position and with which digests."""

from starlette.responses import Response

from api.console.api_client import ApiProblem
from api.console.rooms import Room
from api.console.visit import Visit
from api.problems import PROBLEMS

room = Room()

_DOCUMENT = "document month-close"


@room.get("/hr/closings")
async def closings(visit: Visit) -> Response:
    """Every closed month."""
    found = (await visit.api.get("/v1/closings"))["closings"]
    return visit.page("hr/closings.html", closings=found[::-1], zone=(await visit.site())["time_zone"])


@room.get("/hr/closings/{period}")
async def closing(visit: Visit) -> Response:
    """One closed month."""
    period = visit.path["period"]
    closings = (await visit.api.get("/v1/closings"))["closings"]
    found = next((each for each in closings if each["period"] == period), None)
    if found is None:
        raise ApiProblem(
            PROBLEMS["not-found"],
            visit.says("%(period)s is not closed; the list has those that are.", period=period[:20]),
        )
    return visit.page(
        "hr/closing.html",
        closing=found,
        people=await visit.people(),
        zone=(await visit.site())["time_zone"],
        documents=visit.may(_DOCUMENT) is not None,
    )
