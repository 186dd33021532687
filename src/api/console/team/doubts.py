"""What of a period was recorded and should still be looked at, as far as one may see the facts."""

from starlette.responses import Response

from api.console.periods import every_period
from api.console.rooms import Room
from api.console.team.anomalies import period_asked
from api.console.visit import Visit
from api.operations.doubts import doubts as standing

room = Room()


@room.get("/team/doubts")
def latest(visit: Visit) -> Response:
    """The period that runs."""
    return _page(visit, every_period(visit)[-1]["period"])


@room.get("/team/doubts/{period}")
def doubts(visit: Visit) -> Response:
    """The standing doubts of a period."""
    return _page(visit, visit.path["period"])


def _page(visit: Visit, period: str) -> Response:
    periods = every_period(visit)
    chosen = period_asked(visit, periods, period)
    found = standing(visit.context, period, language=visit.language)
    return visit.page(
        "team/doubts.html",
        periods=periods,
        period=period,
        chosen=chosen,
        found=found,
        people=visit.people(),
    )
