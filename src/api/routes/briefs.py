"""The manager's morning over HTTP."""

from datetime import date
from typing import Annotated

from api.operations import briefs
from api.operations.briefs import Brief
from api.problems import Problem
from api.routes.guard import Asked, guarded_router, needs
from api.routes.parameters import DATE, AsOf, Rules, reader, text_query
from api.words.dates import read_date

router = guarded_router("Reports")


def _day(text: str) -> date:
    found = read_date(text)
    if found is None:
        said = f"date is {text[:40]!r}; give a date that exists, such as 2026-10-20"
        raise Problem("invalid", said, code="bad_value")
    return found


_Date = Annotated[date | None, reader(_day), text_query("The date, today without it.", DATE)]
_OfTeam = Annotated[str | None, text_query("Only of this team; traffic is the centre's.")]


@router.get(
    "/brief",
    summary="The manager's morning",
    description="Of a date: coverage against need, traffic of it and of the date before, who is missing, what waits "
    "for a decision, promises that are due, the complaints open longest, and instructions that are not acknowledged. "
    "The figures are those of the reports (S13); a leader sees the own team.",
    openapi_extra=needs(briefs.brief),
)
def brief(asked: Asked, date: _Date = None, as_of: AsOf = None, rules: Rules = None, team: _OfTeam = None) -> Brief:
    """The brief of a date."""
    return briefs.brief(asked, date, as_of, rules, team)
