"""The dates of a grid's columns, from their headings: whole dates, days and months, or day numbers within a span.

01/10 may be the first of October or the tenth of January. Which it is, the mapping says (`day_first`), or the headings
themselves, where only one of the two makes days that follow one another near the span; else they are refused.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from ledger.formats.sheets.heading_keys import LONGEST, folded
from ledger.formats.sheets.title_spans import Span
from ledger.refusal import LedgerError

_LATIN_WEEKDAY = (
    "(?i:mon(?:day)?|tue(?:s|sday)?|wed(?:nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?"
    "|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|mo|tu|we|th|fr|sa|su|di|mi|do|so|[mtwfs])"
)
_WEEKDAY = rf"\W*(?:周|星期|礼拜)?(?:[一二三四五六日天]|{_LATIN_WEEKDAY})?\W*"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    "(?i:(jan)(?:uary)?|(feb)(?:ruary)?|(mar)(?:ch)?|(apr)(?:il)?|(may)|(june?)|(july?)|(aug)(?:ust)?|(sept?)(?:ember)?"
    "|(oct)(?:ober)?|(nov)(?:ember)?|(dec)(?:ember)?)"
)
_DAY_OF_MONTH = re.compile(rf"(?P<day>\d{{1,2}})[-/. ]*{_MONTH}(?:[-/., ]*(?P<year>\d{{4}}))?" + _WEEKDAY)
_MONTH_AND_DAY = re.compile(rf"{_MONTH}[-/. ]*(?P<day>\d{{1,2}})(?:[, ]+(?P<year>\d{{4}}))?" + _WEEKDAY)
_ISO = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?: 00:00:00)?" + _WEEKDAY)
_MONTH_DAY = re.compile(r"(\d{1,2})月(\d{1,2})[日号]?" + _WEEKDAY)
_EITHER = re.compile(r"(\d{1,2})([-/.])(\d{1,2})(?:\2(\d{4})|\.)?" + _WEEKDAY)
_DAY = re.compile(r"(\d{1,2})\s*[日号]?" + _WEEKDAY)
_FARTHEST_APART = 7
"""Days between one column and the next, where it has to be found out which of two dates they are."""
_BESIDE = timedelta(days=31)


class Mark(NamedTuple):
    """A heading that says a date, or a part of one: its column, its text, and year, month and day as far as said."""

    column: int
    text: str
    year: int | None = None
    month: int | None = None
    day: int = 0
    is_either: bool = False
    """Whether month and day may be the other way round."""

    def turned(self) -> "Mark":
        """The same with month and day the other way round."""
        return self._replace(month=self.day, day=self.month or 0)


def marks_in(cells: Sequence[tuple[int, str]]) -> list[Mark]:
    """The headings that say dates, by their columns and texts."""
    return [mark for column, text in cells if 0 < len(text) <= LONGEST and (mark := _mark(column, text)) is not None]


def _mark(column: int, text: str) -> Mark | None:
    cell = folded(text)
    if found := _ISO.fullmatch(cell):
        return Mark(column, text, int(found[1]), int(found[2]), int(found[3]))
    if found := _MONTH_DAY.fullmatch(cell):
        return Mark(column, text, None, int(found[1]), int(found[2]))
    if found := _EITHER.fullmatch(cell):
        return Mark(column, text, int(found[4]) if found[4] else None, int(found[1]), int(found[3]), is_either=True)
    if found := _DAY_OF_MONTH.fullmatch(cell) or _MONTH_AND_DAY.fullmatch(cell):
        month = next(name for name in found.groups() if name and not name.isdecimal())[:3].casefold()
        year = int(found["year"]) if found["year"] else None
        return Mark(column, text, year, _MONTHS.index(month) + 1, int(found["day"]))
    found = _DAY.fullmatch(cell)
    return Mark(column, text, None, None, int(found[1])) if found else None


def dates_of(marks: Sequence[Mark], span: Callable[[], Span], *, day_first: bool | None) -> dict[int, str]:
    """The dates by column, as texts, whether there is such a day or not: what stands under 09-31 is refused.

    `span` is asked for where a heading leaves something out. Raises LedgerError where they may be others.
    """
    either = [mark for mark in marks if mark.is_either]
    if either and (day_first or (day_first is None and _is_day_first(either, span))):
        marks = [mark.turned() if mark.is_either else mark for mark in marks]
    numbers = [mark for mark in marks if mark.month is None]
    found = dict(zip((mark.column for mark in numbers), _numbered(numbers, span()), strict=True)) if numbers else {}
    for mark in marks:
        if mark.month is not None:
            found[mark.column] = _dated(mark, span)
    return found


def _dated(mark: Mark, span: Callable[[], Span]) -> str:
    """The date of a day and a month; without a year it has to lie near the span."""
    text = f"{mark.year or _year_of(mark, span()):04d}-{mark.month:02d}-{mark.day:02d}"
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    if mark.year is None and not span().first - _BESIDE <= day <= span().last + _BESIDE:
        raise LedgerError(
            f"the heading {mark.text!r} is not a date near {span()}, which the title or --set says; correct one of them"
        )
    return text


def _is_day_first(either: Sequence[Mark], span: Callable[[], Span]) -> bool:
    """Whether the day stands first, where only one of the two can be meant. Raises LedgerError where both can."""
    month_first = _as_days(either, span)
    day_first = _as_days([mark.turned() for mark in either], span)
    if month_first == day_first and month_first is not None:
        return False
    if (month_first is None) == (day_first is None):
        first = either[0].text
        both = "may be read with the day or the month first" if month_first else "is not a date near the other headings"
        raise LedgerError(
            f"the heading {first!r} {both}; say which by day_first = true or day_first = false under [grid] of the "
            "mapping, or write dates such as 2026-10-01 there"
        )
    return day_first is not None


def _as_days(marks: Sequence[Mark], span: Callable[[], Span]) -> list[date] | None:
    """The days of headings, where they exist, follow one another closely, and lie near the span; else None."""
    days: list[date] = []
    for mark in marks:
        try:
            year = mark.year or _year_of(mark, span())
            days.append(date(year, mark.month or 0, mark.day))
        except ValueError:
            return None
    if any(not 1 <= (after - before).days <= _FARTHEST_APART for before, after in pairwise(days)):
        return None
    beyond = all(mark.year is None for mark in marks) and not (
        span().first - _BESIDE <= days[0] and days[-1] <= span().last + _BESIDE
    )
    return None if beyond else days


def _year_of(mark: Mark, span: Span) -> int:
    """The year in which a day and a month lie nearest to a span: January on a December's sheet is of the year after."""
    assert mark.month is not None
    middle = span.first + (span.last - span.first) // 2
    years = (middle.year - 1, middle.year, middle.year + 1)
    return min(years, key=lambda year: abs((year - middle.year) * 12 + (mark.month or 0) - middle.month))


def _numbered(numbers: Sequence[Mark], span: Span) -> list[str]:
    return _of_month(numbers, span.first) if span.is_month else _of_range(numbers, span)


def _of_month(numbers: Sequence[Mark], month: date) -> list[str]:
    """Dates of a month; numbers that fall once, as in 26 … 31, 1 … 25, begin in the month before."""
    turn = next((at for at, (before, after) in enumerate(pairwise(numbers), 1) if after.day < before.day), 0)
    before = month - timedelta(days=1)
    if turn and numbers[turn - 1].day < before.day:
        raise LedgerError(
            f"the day numbers go from {numbers[turn - 1].day} to {numbers[turn].day}, and {before:%Y-%m} ends on the "
            f"{before.day}; give the days by two dates in the title or by --set, such as 2026-09-28 至 2026-10-04"
        )
    months = [before if at < turn else month for at in range(len(numbers))]
    return [f"{of:%Y-%m}-{mark.day:02d}" for of, mark in zip(months, numbers, strict=True)]


def _of_range(numbers: Sequence[Mark], span: Span) -> list[str]:
    """Dates of a range, each number the next day of that number."""
    found = _from(numbers, span.first, span)
    if found is None:
        raise LedgerError(f"the day numbers do not lie in {span} one after another; give numbers of these days")
    first = date.fromisoformat(found[0])
    if _from(numbers, first + timedelta(days=1), span) is not None:
        raise LedgerError(f"the day numbers may begin on {first} or later in {span}; give dates such as 2026-10-01")
    return found


def _from(numbers: Sequence[Mark], day: date, span: Span) -> list[str] | None:
    """The dates of the numbers, none before a day; None where they do not lie in the span."""
    found: list[str] = []
    for mark in numbers:
        before = day - timedelta(days=1)
        if found and before.month != day.month and mark.day > before.day:
            # A printed form has 31 columns in every month.
            found.append(f"{before:%Y-%m}-{mark.day:02d}")
            continue
        while day <= span.last and day.day != mark.day:
            day += timedelta(days=1)
        if day > span.last:
            return None
        found.append(day.isoformat())
        day += timedelta(days=1)
    return found
