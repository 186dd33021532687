"""Presence: who should be in at a moment, and who is in, late or missing."""

from datetime import date, datetime
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import Field

from api.auth.principals import Extent
from api.auth.sender_reach import own_rows, team_rows
from api.operations.answer import Answer
from api.operations.context import Context
from api.operations.operation import operation
from api.problems import Problem
from ledger.calendar import instant
from projections.calendar import day_text, minute_text
from projections.journal import instant_of
from projections.presence import Presence as PresenceRow
from projections.presence import foremost
from projections.presence import presence as presence_of_all

_MINUTE = 60_000_000
"""Microseconds: how somebody stands is told to the minute."""


class PersonPresence(Answer):
    """How somebody stands. A stray punch, and a leave on a date without a shift, have no shift."""

    employee: str
    date: date
    state: Literal["missing", "late", "left", "in", "leave", "stray", "over", "early", "coming"]
    shift: str | None
    status: str | None
    starts: str | None
    ends: str | None
    first_in: str | None = Field(alias="in")
    out: str | None
    late: int
    early: int


class Presence(Answer):
    """Who is in at a moment."""

    at: Annotated[str, Field(json_schema_extra={"format": "date-time"})]
    position: int
    people: list[PersonPresence]


@operation("report attendance")
def presence(
    context: Context,
    at: datetime | None = None,
    as_of: str | None = None,
    employee: str | None = None,
    team: str | None = None,
) -> Presence:
    """Who is due, here, on leave or expected at a moment, now without one; one row a person within reach.

    Raises Problem where the rows of somebody else are asked for, and for a moment beyond the calendar.
    """
    moment = instant(context.resources.now() // _MINUTE * _MINUTE) if at is None else at
    return context.kept(Presence, (moment, as_of, employee, team), lambda: _at(context, moment, as_of, employee, team))


def _at(context: Context, moment: datetime, as_of: str | None, employee: str | None, team: str | None) -> Presence:
    reaches = [_within(context.extent, employee, team)]
    if team is not None:
        reaches.append(Extent(everyone=False, teams=frozenset({team})))
    with context.books(as_of) as books:
        position = books.journal.position
        shown = _shown(moment, books.journal.site.time_zone)
        rows = presence_of_all(books, instant_of(moment))
    seen = [row for row in rows if employee in (None, row.employee)]
    for reach in reaches:
        covering = context.resources.reach.of(reach)
        seen = [row for row in seen if covering.covers_side(reach, row.employee, day_text(row.day))]
    return Presence(at=shown, position=position, people=[_person(row) for row in foremost(seen)])


def _within(extent: Extent, employee: str | None, team: str | None) -> Extent:
    """Whose rows may be answered. Raises Problem where another's are asked for."""
    if extent.by_posting:
        return team_rows(extent, team)
    if not extent.everyone:
        own_rows(extent, employee, team)
    return extent


def _shown(at: datetime, zone: str) -> str:
    try:
        return at.astimezone(ZoneInfo(zone)).isoformat(timespec="seconds")
    except OverflowError:
        said = f"at is {at.isoformat()}, beyond the calendar; give an earlier or a later one"
        raise Problem("invalid", said, code="bad_value") from None


def _person(row: PresenceRow) -> PersonPresence:
    times = {"starts": row.starts, "ends": row.ends, "in": row.in_minute, "out": row.out_minute}
    return PersonPresence.model_validate(
        {
            "employee": row.employee,
            "date": day_text(row.day),
            "state": row.state,
            "shift": row.shift,
            "status": row.status,
            **{name: None if each is None else minute_text(each) for name, each in times.items()},
            "late": row.late,
            "early": row.early,
        }
    )
