"""S3.7, S4.1a: the standard days of a period, and the minutes that a date of leave without a roster has of them."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from .figures import round_half_up
from .state import View


def standard_days(view: View, period: str, rules: dict[str, Any]) -> int:
    """S3.7, S2.5: as set when the period was opened; else its weekdays within two bounds, or its working days."""
    opened = view.standing["period"].get((period,))
    if opened and opened["standard_days"] is not None:
        return int(opened["standard_days"])
    if rules["standard_days_from"] == "calendar":
        return sum(view.is_working_day(day) for day in view.dates(period))
    weekdays = sum(day.weekday() < 5 for day in view.dates(period))
    return int(min(max(weekdays, rules["standard_days_min"]), rules["standard_days_max"]))


@dataclass(frozen=True)
class Standard:
    """S4.1a: the dates of a period that leave without a roster counts on, and its standard days."""

    dates: tuple[date, ...]
    days: int

    def minutes(self, day: date, day_minutes: int) -> int:
        """The share of a date, in order, of the full due of somebody with so many minutes a day."""
        k, n = self.dates.index(day), len(self.dates)
        due = self.days * day_minutes
        return round_half_up(Fraction((k + 1) * due, n)) - round_half_up(Fraction(k * due, n))


def standard(view: View, period: str, rules: dict[str, Any]) -> Standard:
    """S4.1a: Monday to Friday and no holiday, or the working days of the calendar (S2.5)."""
    if rules["standard_days_from"] == "calendar":
        dates = [day for day in view.dates(period) if view.is_working_day(day)]
    else:
        dates = [day for day in view.dates(period) if day.weekday() < 5 and day not in view.holidays]
    return Standard(tuple(dates), standard_days(view, period, rules))
