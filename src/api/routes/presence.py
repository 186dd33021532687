"""Presence over HTTP."""

from datetime import datetime
from typing import Annotated

from api.coordinates import read_instant
from api.operations import presence as attendance
from api.operations.presence import Presence
from api.problems import Problem
from api.routes.guard import Asked, guarded_router, needs
from api.routes.parameters import INSTANT, AsOf, reader, text_query

router = guarded_router("Reports")


def _moment(text: str) -> datetime:
    at = read_instant(text)
    if at is None:
        said = f"at is {text[:60]!r}; give an instant with an offset, such as 2026-10-20T09:00:00+08:00"
        raise Problem("invalid", said, code="bad_value")
    return at


_At = Annotated[
    datetime | None,
    reader(_moment),
    text_query("The moment, now without it; punches up to it count.", INSTANT),
]
_OfEmployee = Annotated[str | None, text_query("Only this employee.")]
_OfTeam = Annotated[str | None, text_query("Only members of this team on the date of the row.")]


@router.get(
    "/presence",
    summary="Who is in at a moment",
    description="Who is due, here, on leave or expected at a moment, one row a person: the shift, and what the "
    "attendance report says of it if no punch comes after the moment (S3.4 to S3.6). Times are the site's own. A "
    "leader sees the shifts of dates on which their holder is in the leader's team.",
    openapi_extra=needs(attendance.presence),
)
def presence(
    asked: Asked, at: _At = None, as_of: AsOf = None, employee: _OfEmployee = None, team: _OfTeam = None
) -> Presence:
    """Who is in at a moment."""
    return attendance.presence(asked, at, as_of, employee, team)
