"""Periods and business dates (S2.1, S2.3), and instants as the ledger keeps them."""

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_MINUTE = timedelta(minutes=1)


def period_of(day: date, start_day: int) -> str:
    """The period (``YYYY-MM``) a date belongs to: above 1, a period begins in the month before (S2.1)."""
    if start_day == 1 or day.day < start_day:
        return f"{day:%Y-%m}"
    following = day.replace(day=1) + timedelta(days=31)
    return f"{following:%Y-%m}"


@lru_cache(maxsize=1_024)
def last_day(period: str, start_day: int) -> date:
    """The last day of a period (S2.1)."""
    year, month = int(period[:4]), int(period[5:])
    day = monthrange(year, month)[1] if start_day == 1 else start_day - 1
    return date(year, month, day)


def first_day(period: str, start_day: int) -> date:
    """The first day of a period (S2.1)."""
    year, month = int(period[:4]), int(period[5:])
    if start_day == 1:
        return date(year, month, 1)
    return date(year - (month == 1), (month - 2) % 12 + 1, start_day)


def following_period(period: str) -> str:
    """The period after."""
    years, month = divmod(int(period[:4]) * 12 + int(period[5:]), 12)
    return f"{years:04d}-{month + 1:02d}"


def microseconds(moment: datetime) -> int:
    """An instant in microseconds since 1970, UTC."""
    return (moment - EPOCH) // _MICROSECOND


def whole_minute(moment: datetime) -> int:
    """An instant, cut down to the minute (S13.1), in minutes since 1970, UTC."""
    return (moment - EPOCH) // _MINUTE


def instant(value: int) -> datetime:
    """The instant of microseconds since 1970, in UTC."""
    return EPOCH + timedelta(microseconds=value)
