"""S3.3a 时刻 The site's clock: the instant of a local time, and the local time of an instant.

Both are whole minutes since 1970-01-01, an instant by UTC and a local time by the site's time zone. Time zones are
resolved here, in process; engines add whole numbers.
"""

from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from projections.calendar import EPOCH, MINUTES_A_DAY, Period
from projections.expressions import Expression, first_of

_MIDNIGHT = datetime.combine(EPOCH, time())
_FIRST, _LAST = (datetime.combine(day, time()) - _MIDNIGHT for day in (date.min, date.max))
_EARLIEST, _LATEST = _FIRST // timedelta(minutes=1) + MINUTES_A_DAY, _LAST // timedelta(minutes=1) - MINUTES_A_DAY
"""Offsets are looked up within these; what is beyond has the offset of the nearest."""
_DAYS_AROUND = 5
"""A punch of a period's shift lies within so many days of the period."""


class SiteClock:
    """The clock of a site's time zone."""

    def __init__(self, zone: str) -> None:
        """Of an IANA time zone."""
        self._zone = zone

    def instant(self, local: int) -> int:
        """The instant of a local minute: the first of two; a skipped one has the offset from before the change."""
        return local - _offset_by_clock(self._zone, local)

    def local(self, instant: int) -> int:
        """The local minute of an instant."""
        return instant + _offset(self._zone, instant)

    def instants(self, local: Expression, period: Period) -> Expression:
        """The instants of local minutes in or near a period, as `instant` has them."""
        first, beyond = _around(period)
        known = before = _offset(self._zone, first)
        conditions = []
        for at, offset in _changes(self._zone, first, beyond):
            # What comes twice is its first, and what is skipped has the offset from before the change.
            conditions.append((local >= at + max(before, offset), local - offset))
            before = offset
        return first_of(list(reversed(conditions)), local - known)

    def shown(self, instant: Expression, period: Period) -> Expression:
        """The local minutes of instants in or near a period; missing stays missing."""
        first, beyond = _around(period)
        changes = _changes(self._zone, first, beyond)
        conditions = [(instant >= at, instant + offset) for at, offset in reversed(changes)]
        return first_of(conditions, instant + _offset(self._zone, first))


def _around(period: Period) -> tuple[int, int]:
    """The first instant of what may be of a period, and the first after it."""
    return (period.first_day - _DAYS_AROUND) * MINUTES_A_DAY, (period.last_day + _DAYS_AROUND + 1) * MINUTES_A_DAY


@cache
def _changes(zone: str, first: int, beyond: int) -> tuple[tuple[int, int], ...]:
    """The instants between two at which the offset changes, and what it is from then on."""
    found = []
    for before in range(first, beyond, MINUTES_A_DAY):
        known, after = _offset(zone, before), before + MINUTES_A_DAY
        if _offset(zone, after) == known:
            continue
        low, high = before, after
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if _offset(zone, middle) == known else (low, middle)
        found.append((high, _offset(zone, high)))
    return tuple(found)


def _offset(zone: str, instant: int) -> int:
    """Minutes that the clock is ahead of UTC at an instant."""
    at = (_MIDNIGHT + timedelta(minutes=_held(instant))).replace(tzinfo=ZoneInfo("UTC"))
    return _minutes(at.astimezone(ZoneInfo(zone)))


def _offset_by_clock(zone: str, local: int) -> int:
    """Minutes that the clock is ahead of UTC when it shows a local minute for the first time."""
    return _minutes((_MIDNIGHT + timedelta(minutes=_held(local))).replace(tzinfo=ZoneInfo(zone)))


def _minutes(at: datetime) -> int:
    offset = at.utcoffset()
    return 0 if offset is None else offset // timedelta(minutes=1)


def _held(minute: int) -> int:
    return min(max(minute, _EARLIEST), _LATEST)
