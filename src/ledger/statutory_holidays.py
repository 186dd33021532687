"""S10.4, S2.5: the statutory holidays of a country and a year, and its public calendar, as facts (国定假期与调休).

The library `holidays` knows which days the law names. Taken as `holiday` are those days alone. Left out are the days
that are merely free because of them: days off that a weekend of work pays for (调休), and the free day instead of a
holiday that falls on a weekend (补假). The Labour Law (劳动法 第四十四条) pays threefold for work on a statutory
holiday (法定休假日) itself, and the day instead is a rest day. In mainland China that makes 11 days a year from 2008
on, and 13 from 2025 on, one less where two fall on one day.

What is left out there, and the weekends that are worked for it, are the public calendar: `calendar_day` facts. A
government announces them a year at a time, so the library knows them of some years of some countries only.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from ledger.facts.base import Fact
from ledger.facts.roster import CalendarDay, Holiday
from ledger.refusal import LedgerError

_DECREED = {"CN": 2008}
"""The first year of a country's law as it is counted here."""
_SUBSTITUTED = ("substituted", "observed", "estimated", "调休", "补假", "推定", "延长")
"""In a holiday's name: it stands in for another day, is a guess, or was added once by a notice and by no law."""
_WEEKDAYS = 5
_NAMES = {"CN": "zh_CN"}
"""The language of the names, where the country's own is not the library's default."""


def statutory_holidays(country: str, year: int) -> list[Holiday]:
    """The statutory holidays of a country (ISO 3166-1, ``CN``) in a year, by date.

    Raises LedgerError for a country or a year that is not known.
    """
    calendar = _calendar(country, year, observed=False)
    found = [Holiday(date=day, name=name) for day, name in _named(calendar) if day.year == year]
    if not found or year < _DECREED.get(country, year):
        raise LedgerError(f"holidays of {country} in {year} are not known; give another year, or record them as facts")
    return found


def calendar_days(country: str, year: int) -> list[CalendarDay]:
    """The weekdays that are free in a year beside statutory holidays, and the weekend days that are worked, by date.

    Empty where it is not known which weekends are worked: then nothing of that year is announced, or known here.
    Raises LedgerError for a country that is not known.
    """
    calendar = _calendar(country, year, observed=True)
    worked = [day for day in getattr(calendar, "weekend_workdays", ()) if day.year == year]
    if not worked:
        return []
    own = {day for day, _ in _named(calendar)}
    free = [
        CalendarDay(date=day, type="rest_day", name=name)
        for day, name in calendar.items()
        if day.year == year and day not in own and day.weekday() < _WEEKDAYS
    ]
    return sorted([*free, *(CalendarDay(date=day, type="workday") for day in worked)], key=lambda each: each.date)


def year_of(country: str, year: int) -> tuple[Sequence[Fact], bool]:
    """The statutory holidays and the public calendar of a year, by date; whether the latter is known.

    Raises LedgerError for a country or a year that is not known.
    """
    others = calendar_days(country, year)
    found: list[Holiday | CalendarDay] = [*statutory_holidays(country, year), *others]
    return sorted(found, key=lambda day: day.date), bool(others)


def _calendar(country: str, year: int, *, observed: bool) -> Any:
    """The library's calendar of a year; with what is free because of a holiday where `observed`."""
    try:
        import holidays  # noqa: PLC0415 - a ledger that is told its holidays needs no calendar
    except ImportError:
        raise LedgerError("statutory holidays need the package holidays; install it") from None
    try:
        return holidays.country_holidays(country, years=year, observed=observed, language=_NAMES.get(country))
    except NotImplementedError:
        raise LedgerError(f"there is no country {country!r}; give its code of two letters, such as CN") from None


def _named(calendar: dict[date, str]) -> Iterator[tuple[date, str]]:
    """The days that are holidays of their own, with their names; two on one day are named together."""
    for day, names in sorted(calendar.items()):
        own = [name for name in names.split("; ") if not any(mark in name for mark in _SUBSTITUTED)]
        if own:
            yield day, "、".join(own) if any("一" <= letter <= "鿿" for letter in own[0]) else ", ".join(own)
