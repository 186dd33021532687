"""The manager's morning as a page: what to look at before the day goes on (S13)."""

from typing import Any

from starlette.responses import Response

from api.console.rooms import Room
from api.console.team.weeks import day_asked
from api.console.visit import Visit
from api.operations.briefs import brief
from api.words.brief_tables import brief_tables

room = Room()
_LINKS = {
    "coverage": "/centre/reports/coverage/{period}",
    "volume": "/centre/reports/volume/{period}",
    "shifts": "/team/now",
    "missing": "/team/now",
    "waiting": "/team/decisions",
    "promises": "/records/promise",
    "complaints": "/complaints",
    "instructions": "/centre/reports/acknowledgements/{period}",
}
"""Where each part is looked at, and dealt with."""


@room.get("/centre/brief")
def morning(visit: Visit) -> Response:
    """The brief of a date, today's without one."""
    asked = visit.query.get("date")
    team = visit.query.get("team")
    found = brief(visit.context, None if asked is None else day_asked(visit, asked), team=team)
    told: dict[str, Any] = found.as_json()
    return visit.page(
        "centre/brief.html",
        brief=told,
        tables=list(brief_tables(told, visit.language, told["names"])),
        links={part: path.format(period=told["period"]) for part, path in _LINKS.items()},
        team=team or "",
        teams=visit.teams("see the brief"),
        prints=visit.may("document morning-brief") is not None,
    )
