"""Weeks of the roster: Monday to Sunday, named as ISO 8601 names them, ``2026-W42``."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from api.console.visit import Visit
from api.console.wall_time import site_today
from api.problems import Problem
from api.words.dates import read_date

DAYS = 7
_WEEK = re.compile(r"([0-9]{4})-W([0-9]{2})")
_YEARS = (1000, 9998)
"""A week at either end of the calendar would have no week beside it."""


def week_of_page(visit: Visit) -> list[date]:
    """The seven days of the week that `week` or `day` names, else of today's. Raises Problem where there is none."""
    week, day = visit.query.get("week"), visit.query.get("day")
    if week is not None:
        first = _monday(week)
    elif day is not None:
        first = day_asked(visit, day)
        first -= timedelta(first.weekday())
    else:
        first = site_today(visit)
        first -= timedelta(first.weekday())
    if first is None:
        raise Problem(
            "invalid",
            visit.says("“%(text)s” is not a week; write it as 2026-W42, or choose a day.", text=(week or "")[:20]),
        )
    return [first + timedelta(place) for place in range(DAYS)]


def day_asked(visit: Visit, text: str) -> date:
    """A day as it was asked for. Raises Problem where it is invalid."""
    found = read_date(text)
    if found is None or not _YEARS[0] <= found.year <= _YEARS[1]:
        raise Problem(
            "invalid",
            visit.says("“%(text)s” is not a date; write it as 2026-10-20.", text=text[:20]),
        )
    return found


def moment_asked(visit: Visit, text: str) -> str:
    """A minute of the site's clock as an instant (RFC 3339). Raises Problem where the text is invalid."""
    zone = ZoneInfo(visit.zone)
    try:
        day_asked(visit, text.partition("T")[0])
        return datetime.strptime(text, "%Y-%m-%dT%H:%M").replace(tzinfo=zone).isoformat()
    except (Problem, ValueError):
        raise Problem(
            "invalid",
            visit.says("“%(text)s” is not a moment; write it as 2026-10-20T10:00.", text=text[:30]),
        ) from None


def week_name(day: date) -> str:
    """The name of a day's week."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def _monday(text: str) -> date | None:
    match = _WEEK.fullmatch(text)
    if match is None or not _YEARS[0] <= int(match[1]) <= _YEARS[1]:
        return None
    try:
        return date.fromisocalendar(int(match[1]), int(match[2]), 1)
    except ValueError:
        return None
