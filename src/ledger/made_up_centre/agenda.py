"""What is to be recorded, and when: lines wait for their day and leave it in the order of the clock."""

from datetime import date, timedelta
from operator import itemgetter

Line = dict[str, object]

DAY_SECONDS = 86_400


class Agenda:
    """Lines by the day and the second of that day on which the centre records them."""

    def __init__(self) -> None:
        self._days: dict[date, list[tuple[int, Line]]] = {}

    def add(self, day: date, second: int, line: Line) -> None:
        """Record the line on that day (a second past midnight belongs to the day after)."""
        if second >= DAY_SECONDS:
            day, second = day + timedelta(days=second // DAY_SECONDS), second % DAY_SECONDS
        self._days.setdefault(day, []).append((second, line))

    def take(self, day: date, until: int = DAY_SECONDS) -> list[Line]:
        """The day's lines before a second, in the order of their seconds; those of a second as they were added."""
        return [line for second, line in sorted(self._days.pop(day, []), key=itemgetter(0)) if second < until]

    def waiting(self) -> date | None:
        """The first day that still has lines, or None."""
        return min(self._days, default=None)


def instant(day: date, second: int) -> str:
    """A local second of Shanghai as RFC 3339; 86400 and above is the following day."""
    day += timedelta(days=second // DAY_SECONDS)
    minute, second = divmod(second % DAY_SECONDS, 60)
    hour, minute = divmod(minute, 60)
    return f"{day.isoformat()}T{hour:02}:{minute:02}:{second:02}+08:00"


def clock_time(hour: int, minute: int = 0) -> int:
    """The second of the day at that time."""
    return (hour * 60 + minute) * 60
