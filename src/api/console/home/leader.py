"""The home of a team leader: who is in, what to decide, what to correct, tomorrow, and the briefing."""

from api.console.home import floor
from api.console.home.day import Day
from api.console.home.part import Cell, Content, Home, Part, Table, Whose
from api.words.translation import marked

_BRIEFINGS = "/team/briefings"


def _briefings(day: Day) -> Content:
    """The briefings of today."""
    held = day.visit.counted("briefing", first=day.today, last=day.today)
    columns = [(day.visit.says(name), False) for name in (marked("Team"), marked("Time"), marked("Leader"))]
    rows = [(each["team"], each["at"][11:16], Cell(day.name_of(each["leader"]), each["leader"])) for each in held]
    return Content(table=Table(columns, rows))


HOME = Home(
    "team_leader",
    "record briefing",
    Whose.TEAM,
    (
        floor.PRESENT,
        floor.DECIDE,
        floor.ANOMALIES,
        floor.GAPS,
        Part(
            "briefing",
            marked("Today's briefing"),
            _BRIEFINGS,
            ("read briefing",),
            marked("No briefing is recorded today. Hold it, and record who attended."),
            _briefings,
        ),
        floor.DEFICITS,
    ),
)
