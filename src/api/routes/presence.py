"""Presence: who should be in at a moment, and who is in, late or missing."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api.auth.principals import Extent
from api.auth.sender_reach import own_rows, team_rows
from api.coordinates import read_instant
from api.openapi.addresses import INSTANT
from api.openapi.descriptions import AS_OF, query, told
from api.problems import Problem
from api.service.answers import json_response
from api.service.books_at_position import reading_at
from api.service.guard import GuardedRoute, extent_asked, service_of
from api.service.service import Service
from ledger.calendar import instant
from projections.books import Books
from projections.calendar import day_text, minute_text
from projections.journal import local_minute_of
from projections.presence import Presence, foremost, presence

router = APIRouter(prefix="/v1", route_class=GuardedRoute)


@router.get(
    "/presence",
    **told(
        "presence",
        "Who is in at a moment",
        "Who is due, here, on leave or expected at a moment, one row a person: the shift, and what the attendance "
        "report says of it if no punch comes after the moment (S3.4 to S3.6). Times are the site's own. A leader sees "
        "the shifts of dates on which their holder is in the leader's team.",
        tag="Reports",
        permission="report attendance",
        answer="Presence",
        parameters=[
            query("at", "The moment, now without it; punches up to it count.", INSTANT),
            query("as_of", AS_OF),
            query("employee", "Only this employee."),
            query("team", "Only who is in this team on the date of the row."),
        ],
    ),
)
async def presence_(request: Request) -> Response:
    """Who is in at a moment."""
    service, extent, given = service_of(request), extent_asked(request), request.query_params
    at, employee, team = _moment(service, given.get("at")), given.get("employee"), given.get("team")
    reaches = [_within(extent, employee, team)]
    if team is not None:
        reaches.append(Extent(everyone=False, teams=frozenset({team})))

    def found(books: Books) -> tuple[list[Presence], int, str]:
        site = books.journal.site
        return presence(books, _local_minute(at, site.time_zone)), books.journal.position, site.time_zone

    def answer() -> dict[str, Any]:
        rows, position, zone = reading_at(request, found)
        seen = [row for row in rows if employee in (None, row.employee)]
        for reach in reaches:
            covering = service.reach.of(reach)
            seen = [row for row in seen if covering.covers_side(reach, row.employee, day_text(row.day))]
        shown = at.astimezone(ZoneInfo(zone)).isoformat(timespec="seconds")
        return {"at": shown, "position": position, "people": [_as_json(row) for row in foremost(seen)]}

    return json_response(await run_in_threadpool(answer))


def _within(extent: Extent, employee: str | None, team: str | None) -> Extent:
    """Whose rows may be answered. Raises Problem where another's are asked for."""
    if extent.teams:
        return team_rows(extent, team)
    if not extent.everyone:
        own_rows(extent, employee, team)
    return extent


def _moment(service: Service, text: str | None) -> datetime:
    if text is None:
        return instant(service.now())
    at = read_instant(text)
    if at is None:
        example = "2026-10-20T09:00:00+08:00"
        raise Problem("invalid", f"at is {text[:60]!r}; give an instant with an offset, such as {example}",
                      code="bad_value")  # fmt: skip
    return at


def _local_minute(at: datetime, zone: str) -> int:
    try:
        return local_minute_of(at, zone)
    except OverflowError:
        raise Problem("invalid", f"at is {at.isoformat()}, beyond the calendar; give an earlier or a later one",
                      code="bad_value") from None  # fmt: skip


def _as_json(row: Presence) -> dict[str, Any]:
    times = {"starts": row.starts, "ends": row.ends, "in": row.in_minute, "out": row.out_minute}
    return {
        "employee": row.employee,
        "date": day_text(row.day),
        "state": row.state,
        "shift": row.shift,
        "status": row.status,
        **{name: None if each is None else minute_text(each) for name, each in times.items()},
        "late": row.late,
        "early": row.early,
    }
