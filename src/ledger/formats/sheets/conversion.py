"""The text of a cell to the value of a column, by the column's type; what does not fit is refused with a sentence."""

import re
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from typing import NamedTuple

from ledger.formats.sheets.durations import seconds_of
from ledger.formats.sheets.heading_keys import folded
from ledger.formats.sheets.numerals import EitherNumberError, number_of
from ledger.formats.sheets.times_of_day import clock_of, time_of
from ledger.formats.sheets.title_spans import month_of

_DATES = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d")
_LONGEST = 100
"""Characters of what is to be more than a text: nothing that is a date or a number has as many."""
MOST_FORMATS = 20
_LONGEST_FORMAT = 60
_DURATION = re.compile(r"(\d{1,3}):([0-5]\d)(?::00)?")
_OFFSET = re.compile(r"(?<=\d)\s*(Z|[+-]\d\d:?\d\d)$")
_CLOSE = Decimal("0.000001")
"""Minutes by which a spreadsheet's double may miss a whole one."""


class UnfitError(Exception):
    """A text that is not a value of its column's type; says what it is and what to give instead."""


class How(NamedTuple):
    """How a column is read beside its type: the formats of its dates, decimals to round to, the decimal mark."""

    formats: tuple[str, ...] = ()
    decimals: int | None = None
    mark: str | None = None


Convert = Callable[[str, How], str | int]
_PLAINLY = How()


def converted(kind: str, text: str, how: How = _PLAINLY) -> str | int:
    """A text as a value of a type. Raises UnfitError where it does not fit."""
    if kind == "text":
        return text
    if len(text) > _LONGEST:
        raise UnfitError(f"is {text[:60]!r}; give {_right(kind, how.formats)}")
    return _converted(kind, text, how)


@lru_cache(maxsize=16_384)
def _converted(kind: str, text: str, how: How) -> str | int:
    try:
        return _CONVERSIONS[kind](folded(text), how)
    except EitherNumberError as error:
        raise UnfitError(
            f"is {text[:60]!r}, which may be {' or '.join(error.numbers)}; write it without the comma, or say which "
            'by decimal = "," or decimal = "." under [sheet] of the mapping'
        ) from None
    except (ValueError, InvalidOperation):
        raise UnfitError(f"is {text[:60]!r}; give {_right(kind, how.formats)}") from None


def is_format(form: str) -> bool:
    """Whether a text is a format of dates and times, such as ``%d/%m/%Y``."""
    try:
        datetime.strptime("", form)  # noqa: DTZ007 - only whether the format can be read
    except (ValueError, re.error) as error:
        # A text that is empty is not a date, which says nothing against the format.
        return len(form) <= _LONGEST_FORMAT and str(error).startswith("time data ")
    return False


def _right(kind: str, formats: Sequence[str]) -> str:
    example = {
        "date": "a date that exists, such as 2026-10-12",
        "time": "a time of day, such as 08:30 (or 次日 08:30)",
        "instant": "a date and a time, such as 2026-10-12 08:30",
        "period": "a month, such as 2026-10 or 2026年10月",
        "number": "a number, such as 4800.00",
        "integer": "a whole number",
        "minutes": "whole minutes, such as 90 or 1:30",
        "hours": "hours that are whole minutes, such as 1.5 or 1:30",
        "seconds": "seconds that are whole minutes, such as 25200",
        "duration": "whole seconds, or hours, minutes and seconds, such as 1:02:03",
        "time_of_day": "a time of day to the minute, such as 08:30",
    }[kind]
    return f"{example}, written {' or '.join(formats)}" if formats else example


def _date(text: str, how: How) -> str:
    """A date, as the formats say, or as spreadsheets and people write it."""
    iso = text.removesuffix(" 00:00:00")
    for form in (*how.formats, *(_DATES if not how.formats else _DATES[:1])):
        try:
            return datetime.strptime(iso, form).date().isoformat()  # noqa: DTZ007 - a date has no zone
        except ValueError:
            continue
    raise ValueError(text)


def _time(text: str, how: How) -> str:
    """A time of day, after ``+1`` where it is of the day after; a full instant stays one."""
    found = time_of(text, how.formats)
    if found is None:
        return _instant(text, how)
    return f"{'+1 ' if found[0] else ''}{found[1].isoformat()}"


def _instant(text: str, how: How) -> str:
    """A date and a time, and the offset where one was written; 25:30 is 01:30 of the day after."""
    for form in how.formats:
        try:
            return datetime.strptime(text, form).isoformat(" ")  # noqa: DTZ007 - the site's zone comes later
        except ValueError:
            continue
    offset = _OFFSET.search(text)
    bare = text[: offset.start()] if offset else text
    normal = re.sub(r"[/.年月](?=\d)", "-", bare).replace("日", " ", 1)
    day, _, clock = " ".join(normal.replace("T", " ").split()).partition(" ")
    moment = datetime.fromisoformat(_date(_padded(day), _PLAINLY))
    if clock:
        # A fraction of a second says no more than the second.
        found = clock_of(clock.partition(".")[0])
        if found is None:
            raise ValueError(text)
        moment = datetime.combine(moment.date(), found[1]) + timedelta(days=found[0])
    return moment.isoformat(" ") + (offset[1] if offset else "")


def _padded(day: str) -> str:
    return "-".join(part.zfill(2) for part in day.split("-"))


def _period(text: str, _how: How) -> str:
    """The one month that a text names."""
    return month_of(text)


def _number(text: str, how: How) -> str:
    """A decimal without its decoration; rounded half-up where the column says to how many decimals."""
    value = number_of(text, how.mark, is_fine=how.decimals is not None)
    if how.decimals is not None:
        value = value.quantize(Decimal(1).scaleb(-how.decimals), ROUND_HALF_UP)
    return f"{value:f}"


def _integer(text: str, how: How) -> int:
    return _whole(number_of(text, how.mark))


def _minutes(text: str, how: How) -> int:
    written = _written_as_time(text)
    return _whole(number_of(text, how.mark)) if written is None else written


def _hours(text: str, how: How) -> int:
    """Whole minutes of hours; 2.83 are the 170 minutes that nobody can write otherwise with two decimals."""
    written = _written_as_time(text)
    if written is not None:
        return written
    hours = number_of(text, how.mark, is_fine=True)
    exponent = hours.as_tuple().exponent
    assert isinstance(exponent, int), "a number is finite"
    minutes = (hours * 60).to_integral_value(ROUND_HALF_UP)
    near = Decimal(30).scaleb(exponent) if exponent < -1 else Decimal(0)
    if abs(hours * 60 - minutes) > max(near, _CLOSE):
        raise ValueError(text)
    return int(minutes)


def _seconds(text: str, how: How) -> int:
    written = _written_as_time(text)
    return _whole(number_of(text, how.mark) / 60) if written is None else written


def _duration(text: str, how: How) -> int:
    """Whole seconds."""
    written = seconds_of(text)
    return _whole(number_of(text, how.mark)) if written is None else written


def _time_of_day(text: str, how: How) -> str:
    """A time of day to the minute, without its day: 24:00 is 00:00."""
    found = time_of(text, how.formats)
    if found is None or found[1].second:
        raise ValueError(text)
    return f"{found[1]:%H:%M}"


def _written_as_time(text: str) -> int | None:
    """Whole minutes of a duration that is written ``1:30``."""
    written = _DURATION.fullmatch(text)
    return int(written[1]) * 60 + int(written[2]) if written else None


def _whole(value: Decimal) -> int:
    if value != value.to_integral_value():
        raise ValueError(value)
    return int(value)


_CONVERSIONS: dict[str, Convert] = {
    "date": _date,
    "time": _time,
    "instant": _instant,
    "period": _period,
    "number": _number,
    "integer": _integer,
    "minutes": _minutes,
    "hours": _hours,
    "seconds": _seconds,
    "duration": _duration,
    "time_of_day": _time_of_day,
}
