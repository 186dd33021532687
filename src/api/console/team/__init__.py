"""What a leader works with: roster, presence, decisions, corrections, hours, compliance, briefings."""

from starlette.routing import Route

from api.console.menu import MenuItem, MenuPart
from api.console.team import (
    anomalies,
    briefings,
    compliance,
    day_corrections,
    decisions,
    delegations,
    doubts,
    duties,
    hours,
    leave_entry,
    presence,
    roster,
    roster_plan,
    shift_change,
)
from api.words.translation import marked

_DECIDED = ("leave", "swap", "punch_request", "overtime_request")
_READ = tuple(f"read {kind}" for kind in _DECIDED)
MENU = MenuPart(
    marked("Team"),
    (
        MenuItem("/team/roster", marked("Roster"), ("report attendance",)),
        MenuItem("/roster/plan", marked("Plan the roster"), ("plan rosters",)),
        MenuItem("/team/now", marked("Who is in"), ("report attendance",)),
        MenuItem("/team/decisions", marked("To decide"), _READ, counts=_DECIDED),
        MenuItem("/team/delegations", marked("Who decides meanwhile"), ("record delegation",), narrow=True),
        MenuItem("/team/anomalies", marked("Anomalies"), ("report anomalies",)),
        MenuItem("/team/doubts", marked("What to look at"), ("report anomalies", "report scores")),
        MenuItem("/team/hours", marked("Team's hours"), ("report hours",)),
        MenuItem("/team/compliance", marked("Compliance"), ("report compliance",)),
        MenuItem("/team/duties", marked("Tasks and instructions"), ("record task", "report plans")),
        MenuItem("/team/briefings", marked("Briefings"), ("read briefing",)),
    ),
)
_PAGES = (
    roster,
    roster_plan,
    shift_change,
    presence,
    decisions,
    delegations,
    leave_entry,
    anomalies,
    doubts,
    duties,
    day_corrections,
    hours,
    compliance,
    briefings,
)


def routes() -> list[Route]:
    """The pages of the room."""
    return [route for page in _PAGES for route in page.room.routes]
