"""Interchange: what a field may hold. Each check takes a JSON value and gives the value it stands for, or refuses."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

Check = Callable[[Any], Any]


class RefusedLineError(ValueError):
    """A line that never becomes a fact; the sentence says what is wrong."""


def text(value: Any) -> str:
    """Any text without NUL or lone surrogates."""
    if not isinstance(value, str):
        raise RefusedLineError(f"{value!r} should be text")
    if "\0" in value or any("\ud800" <= letter <= "\udfff" for letter in value):
        raise RefusedLineError("text should have neither NUL nor lone surrogates")
    return value


def name(value: Any) -> str:
    """Text that names something, so it is not empty."""
    if not text(value):
        raise RefusedLineError("a name should not be empty")
    return str(value)


def integer(low: int, high: int) -> Check:
    """A whole number within bounds."""

    def check(value: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise RefusedLineError(f"{value!r} should be a whole number from {low} to {high}")
        return value

    return check


def boolean(value: Any) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise RefusedLineError(f"{value!r} should be true or false")
    return value


def only(*choices: Any) -> Check:
    """One of a few values."""

    def check(value: Any) -> Any:
        if not any(value == choice and type(value) is type(choice) for choice in choices):
            raise RefusedLineError(f"{value!r} should be one of {choices}")
        return value

    return check


def nullable(check: Check) -> Check:
    """A value or null."""
    return lambda value: None if value is None else check(value)


def many(check: Check) -> Check:
    """A list of values."""

    def checked(value: Any) -> list[Any]:
        if not isinstance(value, list):
            raise RefusedLineError(f"{value!r} should be a list")
        return [check(item) for item in value]

    return checked


def record_of(required: dict[str, Check], optional: dict[str, Check] | None = None) -> Check:
    """An object with these fields and no others; an optional one that is null counts as left out."""
    optional = optional or {}

    def check(value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise RefusedLineError(f"{value!r} should be an object")
        extra = set(value) - set(required) - set(optional)
        missing = set(required) - set(value)
        if extra or missing:
            raise RefusedLineError(f"not listed: {sorted(extra)}, missing: {sorted(missing)}")
        found = {key: test(value[key]) for key, test in required.items()}
        return found | {key: None if value.get(key) is None else test(value[key]) for key, test in optional.items()}

    return check


def stated(required: dict[str, Check], value: dict[str, Any], none: str) -> dict[str, Any]:
    """Optional fields whose null says that there is none, so that it is something else than left out."""
    found = {key: test(value[key]) for key, test in required.items() if value.get(key) is not None}
    return {key: found.get(key, none if key in value else None) for key in required}


def day(value: Any) -> date:
    """A date `YYYY-MM-DD` of the years 1900 to 2999."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text(value)):
        raise RefusedLineError(f"{value!r} should be a date YYYY-MM-DD")
    try:
        found = date.fromisoformat(value)
    except ValueError as problem:
        raise RefusedLineError(f"{value!r} is not a date") from problem
    if not 1900 <= found.year <= 2999:
        raise RefusedLineError(f"{value!r} should lie in 1900 to 2999")
    return found


def period(value: Any) -> str:
    """A period `YYYY-MM`."""
    if not re.fullmatch(r"(19|2[0-9])[0-9]{2}-(0[1-9]|1[0-2])", text(value)):
        raise RefusedLineError(f"{value!r} should be a period YYYY-MM")
    return str(value)


def instant(value: Any) -> datetime:
    """An RFC 3339 instant with an offset, in UTC so that instants compare by value."""
    shape = r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})"
    if not re.fullmatch(shape, text(value)):
        raise RefusedLineError(f"{value!r} should be an RFC 3339 instant with an offset")
    day(value[:10])
    try:
        return datetime.fromisoformat(value.upper()).astimezone(UTC)
    except (ValueError, OverflowError) as problem:
        raise RefusedLineError(f"{value!r} is not an instant") from problem


def hundredths(value: str) -> int:
    """Read a decimal string with at most two decimals as a whole number of hundredths."""
    found = re.fullmatch(r"(-?)([0-9]{1,12})(?:\.([0-9]{1,2}))?", value)
    if not found:
        raise RefusedLineError(f"{value!r} should be a decimal with at most two places")
    size = int(found[2]) * 100 + int((found[3] or "").ljust(2, "0"))
    return -size if found[1] else size


def money(low: int | None = None, high: int | None = None) -> Check:
    """Money in yuan as a decimal string, in fen."""

    def check(value: Any) -> int:
        found = hundredths(text(value))
        if (low is not None and found < low) or (high is not None and found > high):
            raise RefusedLineError(f"{value!r} is out of bounds")
        return found

    return check


def score(value: Any) -> int:
    """A score 0 to 100, as a decimal string or whole number, in hundredths of a point."""
    found = integer(0, 100)(value) * 100 if isinstance(value, int) else hundredths(text(value))
    if not 0 <= found <= 10000:
        raise RefusedLineError(f"{value!r} should be a score from 0 to 100")
    return int(found)


def time_zone(value: Any) -> str:
    """A time zone of the IANA database."""
    try:
        ZoneInfo(name(value))
    except (KeyError, ValueError, OSError) as problem:
        raise RefusedLineError(f"{value!r} is not a time zone") from problem
    return str(value)


def named(check: Any) -> Any:
    """An object of the site's own names."""

    def checked(value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise RefusedLineError(f"{value!r} should be an object")
        return {name(key): check(item) for key, item in value.items()}

    return checked
