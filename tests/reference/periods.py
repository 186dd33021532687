"""S2 Periods: which dates a period has, and which period a date belongs to."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache


def month_number(period: str) -> int:
    """Count months from year 0, so that periods can be subtracted."""
    return int(period[:4]) * 12 + int(period[5:]) - 1


def month_name(number: int) -> str:
    """Undo `month_number`."""
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def shifted(period: str, months: int) -> str:
    """Give the period that many months later (or earlier, below 0)."""
    return month_name(month_number(period) + months)


def first_date(period: str, start_day: int) -> date:
    """Give the first date of a period; above day 1 it lies in the month before (S2.1)."""
    month = period if start_day == 1 else shifted(period, -1)
    return date(int(month[:4]), int(month[5:]), start_day)


def last_date(period: str, start_day: int) -> date:
    """Give the last date of a period (S2.1)."""
    return first_date(shifted(period, 1), start_day) - timedelta(days=1)


@cache
def dates(period: str, start_day: int) -> list[date]:
    """List every date of a period in order (S2.1)."""
    first, last = first_date(period, start_day), last_date(period, start_day)
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def period_of(day: date, start_day: int) -> str:
    """Give the period a date belongs to (S2.2, S2.3)."""
    month = f"{day.year:04d}-{day.month:02d}"
    return shifted(month, 1) if start_day > 1 and day.day >= start_day else month


@dataclass(frozen=True)
class Quarter:
    """S9.1: periods 01-03, 04-06, 07-09 or 10-12 of a year."""

    year: int
    number: int

    @property
    def name(self) -> str:
        return f"{self.year:04d}-Q{self.number}"

    @property
    def periods(self) -> list[str]:
        return [f"{self.year:04d}-{self.number * 3 - 2 + n:02d}" for n in range(3)]


def quarter_before(period: str) -> Quarter:
    """Give the quarter that is being paid in a period (S9.3)."""
    number = (int(period[5:]) - 1) // 3 + 1
    return Quarter(int(period[:4]), number - 1) if number > 1 else Quarter(int(period[:4]) - 1, 4)
