"""S2 考勤计算周期 The attendance cycle: periods, quarters, and days as whole numbers.

A day is counted from 1970-01-01 (a Thursday), a minute from that day's midnight in the site's own time, and a period
by its months since year 0: whole numbers that every engine orders, subtracts and joins alike.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

EPOCH = date(1970, 1, 1)
MINUTES_A_DAY = 1440
WEEKDAYS = 5
_FIRST_MONTH, _LAST_MONTH = date.min.year * 12, date.max.year * 12 + 11
_PERIOD = re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return (day - EPOCH).days


def day_text(day: int) -> str:
    """``YYYY-MM-DD`` of a day number."""
    return (EPOCH + timedelta(days=day)).isoformat()


def minute_text(minute: int) -> str:
    """``YYYY-MM-DDTHH:MM`` of a local minute."""
    day, of_day = divmod(minute, MINUTES_A_DAY)
    return f"{day_text(day)}T{of_day // 60:02d}:{of_day % 60:02d}"


def period_number(period: str) -> int:
    """The month number of ``YYYY-MM``; raises ValueError for anything else."""
    matched = _PERIOD.fullmatch(period)
    if matched is None:
        raise ValueError(f"{period!r} is not a period; write it as YYYY-MM, such as 2026-10")
    return int(matched[1]) * 12 + int(matched[2]) - 1


def period_text(number: int) -> str:
    """``YYYY-MM`` of a month number."""
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


@dataclass(frozen=True)
class Period:
    """One attendance cycle: its month number and its first and last day (S2.1)."""

    number: int
    first_day: int
    last_day: int

    @property
    def days(self) -> int:
        """Days in the period, both ends included."""
        return self.last_day - self.first_day + 1

    @property
    def weekdays(self) -> int:
        """Mondays to Fridays in the period (S3.7)."""
        return sum(weekday(day) < WEEKDAYS for day in range(self.first_day, self.last_day + 1))

    def __str__(self) -> str:
        return period_text(self.number)


def weekday(day: int) -> int:
    """0 for Monday … 6 for Sunday."""
    return (day + 3) % 7


def week_number(day: int) -> int:
    """The ISO week of a day, as a running number."""
    return (day + 3) // 7


@dataclass(frozen=True)
class Cycle:
    """The site's constants (S2.1): the first period, and the day of the month on which periods begin."""

    first_period: int
    period_start_day: int

    def period(self, number: int) -> Period:
        """The period of that month number; above day 1 it begins in the month before."""
        return Period(number, self._first_day(number), self._first_day(number + 1) - 1)

    def period_of(self, day: int) -> int:
        """The month number of the period that a day lies in (S2.3)."""
        date_of_day = EPOCH + timedelta(days=day)
        month = date_of_day.year * 12 + date_of_day.month - 1
        begun = self.period_start_day > 1 and date_of_day.day >= self.period_start_day
        return month + 1 if begun else month

    def _first_day(self, number: int) -> int:
        begins = number if self.period_start_day == 1 else number - 1
        # At the ends of the calendar a period is cut off, or of no day.
        if begins < _FIRST_MONTH:
            return day_number(date.min)
        if begins > _LAST_MONTH:
            return day_number(date.max) + 1
        return day_number(date(begins // 12, begins % 12 + 1, self.period_start_day))


@dataclass(frozen=True)
class Quarter:
    """S9.1: periods 01-03, 04-06, 07-09 or 10-12; `first` is the month number of its first period."""

    first: int

    @classmethod
    def of(cls, period: int) -> "Quarter":
        """The quarter that the period is in."""
        return cls(period - period % 3)

    @classmethod
    def before(cls, period: int) -> "Quarter":
        """The quarter before that of the period: the one whose star pay the period carries (S9.3)."""
        return cls(cls.of(period).first - 3)

    @property
    def last(self) -> int:
        """The month number of the quarter's last period."""
        return self.first + 2

    def __str__(self) -> str:
        return f"{self.first // 12:04d}-Q{self.first % 12 // 3 + 1}"
