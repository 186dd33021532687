"""Durations as systems of calls write them, in whole seconds: 1:02:03, 1小时2分3秒, or a number of seconds."""

import re

_OF_CLOCK = re.compile(r"(\d{1,6}):([0-5]\d):([0-5]\d)")
_OF_WORDS = re.compile(r"(?:(\d{1,6})小?时)?(?:(\d{1,6})分钟?)?(?:(\d{1,9})秒)?")


def seconds_of(text: str) -> int | None:
    """The seconds of a duration with its units; None where it has none, as a bare number, or 1:30, which may be two."""
    found = _OF_CLOCK.fullmatch(text) or _OF_WORDS.fullmatch("".join(text.split()))
    if found is None or not text:
        return None
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return (hours * 60 + minutes) * 60 + seconds
