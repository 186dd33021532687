"""Which days a title is about: a month, or a range between two dates. What names several months is unclear."""

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from ledger.formats.sheets.heading_keys import folded

_YEAR = r"(?<![\d./-])(?P<year>(?:19|2\d)\d\d)"
_MONTH, _DAY = r"(?P<month>0?[1-9]|1[0-2])", r"(?P<day>[12]\d|3[01]|0?[1-9])"
_END = r"(?!\d)"
_SPELLED = (
    rf"{_YEAR}\s*年\s*{_MONTH}\s*月(?:\s*{_DAY}{_END}\s*[日号]?)?",
    rf"{_YEAR}(?P<mark>[-/.]){_MONTH}(?:(?P=mark){_DAY}{_END})?(?!\d|[-/.]\d\d?(?!\d|[-/.月]))",
    rf"{_YEAR}(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])?{_END}",
)
_NAMED = [re.compile(pattern) for pattern in _SPELLED]
_NAMED_AT_END = [re.compile(pattern.replace(r"(?<![\d./-])", "")) for pattern in _SPELLED]
_TO = re.compile(r"\s*(?:[（(]?(?:周|星期)[一二三四五六日天][)）]?)?\s*(?:至|到|~|～|—+|–|-+|\bto\b|\bbis\b)\s*")
_PARTIAL = (
    re.compile(rf"{_MONTH}\s*[-/.月]\s*{_DAY}{_END}\s*[日号]?"),
    re.compile(rf"(?P<day>[12]\d|3[01]|0?[1-9])\s*[日号]?{_END}(?!\s*月)"),
    re.compile(rf"{_MONTH}\s*月(?!\s*\d)"),
)
_OTHER_MONTH = re.compile(r"(?<!\d)(?:1[0-2]|0?[1-9])\s*月(?!\s*\d)")
_LONGEST = 400


class UnclearTitleError(ValueError):
    """A text that names no days, or several that are not one span."""


class Span(NamedTuple):
    """The days from one to another, both among them."""

    first: date
    last: date
    is_month: bool

    def __str__(self) -> str:
        """As it is shown: 2026-10, or 2026-09-26 … 2026-10-25."""
        return f"{self.first:%Y-%m}" if self.is_month else f"{self.first} … {self.last}"


class _Named(NamedTuple):
    """A date that a text names, or a month where the day is None; and where it ends."""

    year: int
    month: int
    day: int | None
    begin: int
    end: int

    def first(self) -> date:
        return date(self.year, self.month, self.day or 1)

    def last(self) -> date:
        return date(self.year, self.month, self.day or monthrange(self.year, self.month)[1])


def span_of(text: str) -> Span:
    """The days that a text names: a range of two dates, else a month. Raises UnclearTitleError for none or several."""
    whole = folded(text[:_LONGEST])
    found = _mentions(whole)
    if _OTHER_MONTH.search(_without(whole, found)):
        # 2026年10月、11月
        raise UnclearTitleError(text)
    ranges = {Span(first.first(), last.last(), False) for first, last in found if last is not None}
    months = {(first.year, first.month) for first, last in found if last is None and first.day is None}
    # 制表日期 2026-09-25 beside 2026年10月 says when the sheet was made.
    months = months or {(first.year, first.month) for first, last in found if last is None}
    if len(ranges) == 1:
        (span,) = ranges
        if span.first > span.last:
            raise UnclearTitleError(text)
        return _as_month(span)
    if ranges or len(months) != 1:
        raise UnclearTitleError(text)
    ((year, month),) = months
    return _as_month(Span(date(year, month, 1), date(year, month, monthrange(year, month)[1]), False))


def is_of_other_days(text: str, first: str, last: str) -> bool:
    """Whether a text is a title of days that are all before some days, or after them; a mere date is not a title."""
    try:
        span = span_of(text)
    except UnclearTitleError:
        return False
    mentions = _mentions(folded(text[:_LONGEST]))
    is_title = any(until is not None or begun.day is None for begun, until in mentions)
    return is_title and (f"{span.first}" > last or f"{span.last}" < first)


def month_of(text: str) -> str:
    """The one month that a text names, YYYY-MM. Raises UnclearTitleError where it names none, or several."""
    span = span_of(text)
    if (span.first.year, span.first.month) != (span.last.year, span.last.month):
        raise UnclearTitleError(text)
    return f"{span.first:%Y-%m}"


def _without(text: str, mentions: Sequence[tuple[_Named, _Named | None]]) -> str:
    """A text without the dates and months that it names in full."""
    for first, last in reversed(mentions):
        text = f"{text[: first.begin]} {text[(last or first).end :]}"
    return text


def _as_month(span: Span) -> Span:
    whole = span.first.day == 1 and span.last == date(span.first.year, span.first.month, _days_of(span.first))
    return span._replace(is_month=whole)


def _days_of(day: date) -> int:
    return monthrange(day.year, day.month)[1]


def _mentions(text: str) -> list[tuple[_Named, _Named | None]]:
    """The dates and months in a text, each with the end of its range where it begins one."""
    found: list[tuple[_Named, _Named | None]] = []
    at = 0
    while (first := _next(text, at)) is not None:
        to = _TO.match(text, first.end)
        last = None if to is None else _end_of_range(text, to.end(), first)
        found.append((first, last))
        at = (last or first).end
    return found


def _next(text: str, at: int) -> _Named | None:
    matches = (pattern.search(text, at) for pattern in _NAMED)
    earliest = min((match for match in matches if match), key=lambda match: match.start(), default=None)
    return None if earliest is None else _named(earliest, None)


def _end_of_range(text: str, at: int, first: _Named) -> _Named | None:
    for pattern in (*_NAMED_AT_END, *_PARTIAL):
        match = pattern.match(text, at)
        if match is not None:
            return _named(match, first)
    return None


def _named(match: re.Match[str], first: _Named | None) -> _Named:
    """What a match names; a year and a month that it leaves out are those of the beginning of its range."""
    parts = match.groupdict()
    year, month, day = (int(parts[name]) if parts.get(name) else None for name in ("year", "month", "day"))
    assert first is not None or (year and month), "only the end of a range leaves something out"
    named = _Named(year or (first.year if first else 0), month or (first.month if first else 0), day, *match.span())
    if first is not None and (year, month, first.month) == (None, 1, 12):
        # 12月26日至1月25日 ends in the year after.
        named = named._replace(year=first.year + 1)
    if named.day is not None and named.day > monthrange(named.year, named.month)[1]:
        raise UnclearTitleError(match[0])
    return named
