"""S3.7, S4.1a: the standard days of a period, and the minutes that a date of leave without a roster has of them."""

from datetime import date
from fractions import Fraction
from typing import Any

from .figures import round_half_up
from .state import View


def standard_days(view: View, period: str, rules: dict[str, Any]) -> int:
    """S3.7: as set when the period was opened; else its weekdays, held within two bounds."""
    opened = view.standing["period"].get((period,))
    if opened and opened["standard_days"] is not None:
        return int(opened["standard_days"])
    weekdays = sum(day.weekday() < 5 for day in view.dates(period))
    return int(min(max(weekdays, rules["standard_days_min"]), rules["standard_days_max"]))


def standard_minutes(view: View, period: str, rules: dict[str, Any]) -> dict[date, int]:
    """S4.1a: the period's full due, shared out among its Mondays to Fridays that are no holiday."""
    due = standard_days(view, period, rules) * 480
    days = [day for day in view.dates(period) if day.weekday() < 5 and day not in view.holidays]
    shares = [round_half_up(Fraction(k * due, len(days))) for k in range(len(days) + 1)] if days else [0]
    return {day: shares[k + 1] - shares[k] for k, day in enumerate(days)}
