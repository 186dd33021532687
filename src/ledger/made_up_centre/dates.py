"""Periods (考勤计算周期, S2.1) and statutory holidays (国定假期) of the demonstration."""

from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Period:
    """One attendance cycle: its name and its first and last date."""

    name: str
    first: date
    last: date

    def days(self) -> list[date]:
        """Every date of the period."""
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]


def period_of(year: int, month: int, start_day: int) -> Period:
    """The period of that name: the calendar month, or from the start day of the month before to the day before it."""
    first = date(year, month, 1) if start_day == 1 else date(*month_before(year, month), start_day)
    following = month_after(first.year, first.month)
    return Period(f"{year:04}-{month:02}", first, date(*following, start_day) - ONE_DAY)


def month_before(year: int, month: int) -> tuple[int, int]:
    """Year and month of the month before."""
    return (year - 1, 12) if month == 1 else (year, month - 1)


def month_after(year: int, month: int) -> tuple[int, int]:
    """Year and month of the month after."""
    return (year + 1, 1) if month == 12 else (year, month + 1)


def first_of(today: date, count: int, start_day: int) -> str:
    """The name of the first of `count` periods of which the last is the one that a date is in."""
    year, month = (
        (today.year, today.month) if today.day < start_day or start_day == 1 else month_after(today.year, today.month)
    )
    for _ in range(count - 1):
        year, month = month_before(year, month)
    return f"{year:04}-{month:02}"


def periods_from(first_period: str, count: int, start_day: int) -> list[Period]:
    """The first `count` periods from the one named YYYY-MM."""
    year, month = int(first_period[:4]), int(first_period[5:])
    periods = []
    for _ in range(count):
        periods.append(period_of(year, month, start_day))
        year, month = month_after(year, month)
    return periods


def period_names_before(first_period: str, count: int) -> list[str]:
    """The names of the `count` periods before that one, the oldest first."""
    year, month = int(first_period[:4]), int(first_period[5:])
    names: list[str] = []
    for _ in range(count):
        year, month = month_before(year, month)
        names.insert(0, f"{year:04}-{month:02}")
    return names


# The days that follow the moon, as the State Council published or the almanac gives them.
MOVING_HOLIDAYS: dict[int, list[tuple[int, int, str]]] = {
    2025: [(1, 28, "春节"), (1, 29, "春节"), (1, 30, "春节"), (1, 31, "春节"), (4, 4, "清明节"), (5, 31, "端午节"),
           (10, 6, "中秋节")],
    2026: [(2, 16, "春节"), (2, 17, "春节"), (2, 18, "春节"), (2, 19, "春节"), (4, 5, "清明节"), (6, 19, "端午节"),
           (9, 25, "中秋节")],
    2027: [(2, 5, "春节"), (2, 6, "春节"), (2, 7, "春节"), (2, 8, "春节"), (4, 5, "清明节"), (6, 9, "端午节"),
           (9, 15, "中秋节")],
}  # fmt: skip
FIXED_HOLIDAYS = [
    (1, 1, "元旦"),
    (5, 1, "劳动节"),
    (5, 2, "劳动节"),
    (10, 1, "国庆节"),
    (10, 2, "国庆节"),
    (10, 3, "国庆节"),
]


def holidays_between(first: date, last: date) -> list[tuple[date, str]]:
    """The statutory holidays from the first to the last date, by date."""
    found = [
        (date(year, month, day), name)
        for year in range(first.year, last.year + 1)
        for month, day, name in FIXED_HOLIDAYS + MOVING_HOLIDAYS.get(year, [])
    ]
    return sorted((day, name) for day, name in found if first <= day <= last)
