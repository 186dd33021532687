"""Moments of a ledger: those that are typed, and those that are worth looking back to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from api.words.translation import marked

Period = Mapping[str, Any]
_MONTHS_A_YEAR = 12

AT_CLOSING = marked("at the closing of %(what)s")
BEFORE_CLOSING = marked("just before the closing of %(what)s")
AT_END = marked("at the end of %(what)s")
MONTH_AFTER = marked("a month after %(what)s")
BEFORE_RULES = marked("before rule set %(what)s was recorded")


@dataclass(frozen=True, slots=True)
class Milestone:
    """A moment to look back to: what it is, of what, and its position or instant."""

    label: str
    what: str
    as_of: str


def as_instant(moment: str, zone: str) -> str:
    """A moment as a page's field has it (``2026-11-05T09:00``, on the site's clock), as RFC 3339.

    What is no such moment, such as a position, or an instant with its offset, comes back as it was.
    """
    try:
        typed = datetime.fromisoformat(moment)
    except ValueError:
        return moment
    if moment.isdigit() or typed.tzinfo is not None:
        return moment
    return typed.replace(tzinfo=ZoneInfo(zone)).isoformat()


def as_local(as_of: str, zone: str) -> str:
    """The instant of a coordinate as a page's field has it; empty where it is a position, or none."""
    if as_of.isdigit():
        return ""
    try:
        return datetime.fromisoformat(as_of).astimezone(ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M")
    except ValueError:
        return ""


def milestones(
    period: Period | None,
    periods: Sequence[Period],
    rules: Sequence[Mapping[str, Any]],
    first: str | None,
    now: datetime,
) -> list[Milestone]:
    """The moments worth looking back to, those of the period first; `first` is when the first fact was recorded."""
    found = [] if period is None else _of_period(period, first, now)
    found += [
        Milestone(AT_CLOSING, each["period"], str(each["closed_at"]))
        for each in periods
        if each["closed_at"] and each is not period
    ]
    found += [Milestone(BEFORE_RULES, each["version"], str(each["position"] - 1)) for each in rules]
    return found


def _of_period(period: Period, first: str | None, now: datetime) -> list[Milestone]:
    found = []
    name, closed = period["period"], period["closed_at"]
    ends = datetime.combine(date.fromisoformat(period["last_day"]) + timedelta(days=1), time(0), now.tzinfo)
    for label, instant in ((AT_END, ends), (MONTH_AFTER, _a_month_after(ends))):
        if first is not None and datetime.fromisoformat(first) <= instant <= now:
            found.append(Milestone(label, name, instant.isoformat()))
    if closed:
        found.append(Milestone(BEFORE_CLOSING, name, str(closed - 1)))
        found.append(Milestone(AT_CLOSING, name, str(closed)))
    return found


def _a_month_after(instant: datetime) -> datetime:
    """The same day of the next month; its last day where it has no such day."""
    months = instant.year * _MONTHS_A_YEAR + instant.month
    first = instant.replace(year=months // _MONTHS_A_YEAR, month=months % _MONTHS_A_YEAR + 1, day=1)
    following = (first + timedelta(days=31)).replace(day=1)
    return min(first.replace(day=1) + timedelta(days=instant.day - 1), following - timedelta(days=1))
