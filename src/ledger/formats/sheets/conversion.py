"""The text of a cell to the value of a column, by the column's type; what does not fit is refused with a sentence."""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache

_DATES = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d")
_TIMES = ("%H:%M:%S", "%H:%M", "%H：%M", "%H点%M分", "%I:%M %p", "%I:%M:%S %p")
_PERIOD = re.compile(r"(\d{4})\s*[-/.年]?\s*(0?[1-9]|1[0-2])(?!\d)")
_NEXT_DAY = re.compile(r"^(?:次日|第二天|\+1\s)\s*|\s*[（(](?:次日|\+1)[）)]$")
_DECORATION = re.compile(r"[\s,，¥￥元分]")
_DIGITS = 20
_LONGEST = 100
"""Characters of what is to be more than a text: nothing that is a date or a number has as many."""
MOST_FORMATS = 20
_LONGEST_FORMAT = 60
_DURATION = re.compile(r"(\d{1,3}):([0-5]\d)(?::00)?")
_OFFSET = re.compile(r"(?<=\d)\s*(Z|[+-]\d\d:?\d\d)$")


class UnfitError(Exception):
    """A text that is not a value of its column's type; says what it is and what to give instead."""


Convert = Callable[[str, Sequence[str], int | None], str | int]


def converted(kind: str, text: str, formats: tuple[str, ...] = (), decimals: int | None = None) -> str | int:
    """A text as a value of a type. Raises UnfitError where it does not fit."""
    if kind == "text":
        return text
    if len(text) > _LONGEST:
        raise UnfitError(f"is {text[:60]!r}; give {_right(kind, formats)}")
    return _converted(kind, text, formats, decimals)


@lru_cache(maxsize=16_384)
def _converted(kind: str, text: str, formats: tuple[str, ...], decimals: int | None) -> str | int:
    try:
        return _CONVERSIONS[kind](text, formats, decimals)
    except (ValueError, InvalidOperation):
        raise UnfitError(f"is {text[:60]!r}; give {_right(kind, formats)}") from None


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
    }[kind]
    return f"{example}, written {' or '.join(formats)}" if formats else example


def _date(text: str, formats: Sequence[str], _decimals: int | None) -> str:
    """A date, as the formats say, or as spreadsheets and people write it."""
    iso = text.removesuffix(" 00:00:00")
    for form in (*formats, *(_DATES if not formats else _DATES[:1])):
        try:
            return datetime.strptime(iso, form).date().isoformat()  # noqa: DTZ007 - a date has no zone
        except ValueError:
            continue
    raise ValueError(text)


def _time(text: str, formats: Sequence[str], _decimals: int | None) -> str:
    """A time of day, after ``+1`` where it is of the day after; a full instant stays one."""
    plain = _NEXT_DAY.sub("", text)
    ahead = "+1 " if plain != text else ""
    if plain in {"24:00", "24:00:00"}:
        return "+1 00:00:00"
    for form in (*formats, *_TIMES):
        try:
            return ahead + datetime.strptime(plain, form).time().isoformat()  # noqa: DTZ007 - a time has no zone
        except ValueError:
            continue
    return _instant(text, formats, None)


def _instant(text: str, formats: Sequence[str], _decimals: int | None) -> str:
    """A date and a time, and the offset where one was written."""
    plain = _NEXT_DAY.sub("", text)
    if plain != text:
        raise ValueError(text)
    for form in formats:
        try:
            return datetime.strptime(text, form).isoformat(" ")  # noqa: DTZ007 - the site's zone comes later
        except ValueError:
            continue
    offset = _OFFSET.search(text)
    bare = text[: offset.start()] if offset else text
    normal = re.sub(r"[/.年月](?=\d)", "-", bare).replace("日", " ")
    day, _, clock = " ".join(normal.replace("T", " ").split()).partition(" ")
    moment = datetime.combine(date.fromisoformat(_date(_padded(day), (), None)), _clock(clock))
    return moment.isoformat(" ") + (offset[1] if offset else "")


def _padded(day: str) -> str:
    return "-".join(part.zfill(2) for part in day.split("-"))


def _clock(text: str) -> time:
    return time.fromisoformat(text.zfill(5 if text.count(":") == 1 else 8)) if text else time()


def _period(text: str, _formats: Sequence[str], _decimals: int | None) -> str:
    """The month that a text names."""
    found = _PERIOD.search(text)
    if found is None:
        raise ValueError(text)
    return f"{found[1]}-{int(found[2]):02d}"


def _number(text: str, _formats: Sequence[str], decimals: int | None) -> str:
    """A decimal without its decoration; rounded half-up where the column says to how many decimals."""
    value = _decimal(text)
    if decimals is not None:
        value = value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return f"{value:f}"


def _integer(text: str, _formats: Sequence[str], _decimals: int | None) -> int:
    return _whole(_decimal(text))


def _minutes(text: str, _formats: Sequence[str], _decimals: int | None) -> int:
    return _duration(text, 1, 1)


def _hours(text: str, _formats: Sequence[str], _decimals: int | None) -> int:
    return _duration(text, 60, 1)


def _seconds(text: str, _formats: Sequence[str], _decimals: int | None) -> int:
    return _duration(text, 1, 60)


def _duration(text: str, times: int, over: int) -> int:
    """Whole minutes of a duration, also of one written ``1:30``."""
    written = _DURATION.fullmatch(text)
    if written:
        return int(written[1]) * 60 + int(written[2])
    return _whole(_decimal(text) * times / over)


def _decimal(text: str) -> Decimal:
    """A number without its decoration, of a size that somebody may have meant."""
    value = Decimal(_DECORATION.sub("", text))
    if not value.is_finite() or not -_DIGITS < value.adjusted() < _DIGITS:
        raise ValueError(text)
    return value


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
}
