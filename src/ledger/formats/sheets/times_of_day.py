"""Times of day as people write them: of the day after by a word, or by hours past 24:00."""

import re
from collections.abc import Sequence
from datetime import datetime, time

_NEXT = r"次日|翌日|隔日|隔天|第二天|第二日|第2天|next day"
_NEXT_DAY = re.compile(rf"^(?:{_NEXT}|\+1(?:\s|d\b))\s*|\s*[（(]\s*(?:{_NEXT}|\+1d?)\s*[）)]$|\s+\+1d?$", re.IGNORECASE)
_SAME_DAY = re.compile(r"^(?:当日|当天|同日)\s*")
_FORMATS = ("%H:%M:%S", "%H:%M", "%H点%M分", "%H时%M分", "%I:%M %p", "%I:%M:%S %p")
_PAST_MIDNIGHT = re.compile(r"(2[4-9]|3\d|4[0-7]):([0-5]\d)(?::([0-5]\d))?")
"""Hours of the day after; from 48:00 on they are of no day that a shift may end on."""


def time_of(text: str, formats: Sequence[str] = ()) -> tuple[bool, time] | None:
    """Whether a text is of the day after, and its time of day; None for what is not a time."""
    plain = _NEXT_DAY.sub("", text, count=1)
    ahead = plain != text
    found = clock_of(_SAME_DAY.sub("", plain), formats)
    # 次日 25:30 would be of a third day.
    return None if found is None or (ahead and found[0]) else (ahead or found[0], found[1])


def clock_of(text: str, formats: Sequence[str] = ()) -> tuple[bool, time] | None:
    """The same of a text of digits alone: 25:30 is 01:30 of the day after."""
    past = _PAST_MIDNIGHT.fullmatch(text)
    if past is not None:
        return True, time(int(past[1]) % 24, int(past[2]), int(past[3] or 0))
    for form in (*formats, *_FORMATS):
        try:
            return False, datetime.strptime(text, form).time()  # noqa: DTZ007 - a time has no zone
        except ValueError:
            continue
    return None
