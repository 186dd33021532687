"""Periods and business dates (S2.1, S2.3)."""

from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache


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
