"""S10.4: the statutory holidays of a country and a year as `holiday` facts (国定假期).

The library `holidays` knows which days the law names. Taken are those days alone. Left out are the days that are merely
free because of them: days off that a weekend of work pays for (调休), and the free day instead of a holiday that falls
on a weekend (补假). The Labour Law (劳动法 第四十四条) pays threefold for work on a statutory holiday (法定休假日)
itself, and the day instead is a rest day. In mainland China that makes 11 days a year from 2008 on, and 13 from 2025
on, one less where two fall on one day.
"""

from collections.abc import Iterator
from datetime import date

from ledger.facts.roster import Holiday
from ledger.refusal import LedgerError

_DECREED = {"CN": 2008}
"""The first year of a country's law as it is counted here."""
_SUBSTITUTED = ("substituted", "observed", "estimated", "调休", "补假", "推定", "延长")
"""In a holiday's name: it stands in for another day, is a guess, or was added once by a notice and by no law."""
_NAMES = {"CN": "zh_CN"}
"""The language of the names, where the country's own is not the library's default."""


def statutory_holidays(country: str, year: int) -> list[Holiday]:
    """The statutory holidays of a country (ISO 3166-1, ``CN``) in a year, by date.

    Raises LedgerError for a country or a year that is not known.
    """
    try:
        import holidays  # noqa: PLC0415 - a ledger that is told its holidays needs no calendar
    except ImportError:
        raise LedgerError("statutory holidays need the package holidays; install it") from None
    try:
        calendar = holidays.country_holidays(country, years=year, observed=False, language=_NAMES.get(country))
    except NotImplementedError:
        raise LedgerError(f"there is no country {country!r}; give its code of two letters, such as CN") from None
    found = [Holiday(date=day, name=name) for day, name in _named(calendar) if day.year == year]
    if not found or year < _DECREED.get(country, year):
        raise LedgerError(f"holidays of {country} in {year} are not known; give another year, or record them as facts")
    return found


def _named(calendar: dict[date, str]) -> Iterator[tuple[date, str]]:
    """The days that are holidays of their own, with their names; two on one day are named together."""
    for day, names in sorted(calendar.items()):
        own = [name for name in names.split("; ") if not any(mark in name for mark in _SUBSTITUTED)]
        if own:
            yield day, "、".join(own) if any("一" <= letter <= "鿿" for letter in own[0]) else ", ".join(own)
