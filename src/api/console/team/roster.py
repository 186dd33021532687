"""The roster of a team as a week grid (S3.2, 排班)."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from starlette.responses import Response

from api.console.rooms import Room
from api.console.team.spans import Row, covers, holidays_of, shifts_of, span_of, workflows_of
from api.console.team.teams import team_of_page
from api.console.team.weeks import DAYS, week_name, week_of_page
from api.console.visit import Visit

room = Room()


class Cell(NamedTuple):
    """A member's day: the assigned shift, the leave that is approved or asked for, and the swaps about it."""

    day: str
    shift: str | None
    status: str | None
    leaves: Sequence[Row]
    swaps: Sequence[Row]


@room.get("/team/roster")
def roster(visit: Visit) -> Response:
    """The week of a team."""
    team, days = team_of_page(visit), week_of_page(visit)
    span = span_of(visit, days[0], days[-1])
    shifts = shifts_of(visit, span, team=team.name)
    leaves = [
        each for each in workflows_of(visit, "leave", days[0], days[-1])
        if each["standing"] in ("approved", "requested")
    ]  # fmt: skip
    swaps = [
        each for each in workflows_of(visit, "swap", days[0], days[-1])
        if each["standing"] in ("approved", "requested", "accepted")
    ]  # fmt: skip
    members = team.with_others([row["employee"] for row in shifts])
    return visit.page(
        "team/roster.html",
        team=team,
        members=members,
        span=span,
        days=[each.isoformat() for each in days],
        grid=grid_of(list(members), days, shifts, leaves, swaps),
        in_shift=_in_shift(shifts),
        holidays=holidays_of(visit, span),
        may_change=visit.may("record shift") is not None,
        **_weeks_beside(days),
    )


def grid_of(
    members: Sequence[str], days: Sequence[date], shifts: Sequence[Row], leaves: Sequence[Row], swaps: Sequence[Row]
) -> Mapping[str, Sequence[Cell]]:
    """The cells of every member, a day each."""
    assigned = {(row["employee"], row["date"]): row for row in shifts}
    return {
        number: [_cell(number, day.isoformat(), assigned.get((number, day.isoformat())), leaves, swaps) for day in days]
        for number in members
    }


def _cell(number: str, day: str, row: Row | None, leaves: Sequence[Row], swaps: Sequence[Row]) -> Cell:
    return Cell(
        day,
        None if row is None else row["shift"],
        None if row is None else row["status"],
        [each for each in leaves if covers(each, number, day)],
        [each for each in swaps if is_side(each, number) and day in days_of(each)],
    )


def is_side(swap: Row, number: str) -> bool:
    """Whether somebody is a side of a swap."""
    return number in (swap["opened"]["requester"], swap["opened"]["counterparty"])


def days_of(swap: Row) -> tuple[str, str]:
    """The two dates of a swap, which may be the same."""
    return swap["opened"]["requester_date"], swap["opened"]["counterparty_date"]


def _in_shift(shifts: Sequence[Row]) -> dict[tuple[str, str], int]:
    """How many are assigned a shift on a day, leave aside, by shift and day."""
    found: dict[tuple[str, str], int] = {}
    for row in shifts:
        if row["status"] != "leave":
            found[row["shift"], row["date"]] = found.get((row["shift"], row["date"]), 0) + 1
    return found


def _weeks_beside(days: Sequence[date]) -> dict[str, Any]:
    week = timedelta(DAYS)
    return {
        "week": week_name(days[0]),
        "before": week_name(days[0] - week),
        "after": week_name(days[0] + week),
    }
