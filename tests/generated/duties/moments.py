"""Instants that duties turn on: planned starts and ends, due instants, and now."""

from datetime import date, datetime, time, timedelta

from tests.generated.setting import RECORDED_UNTIL, Line, Setting
from tests.generated.working_time import Roster, span


def around(on: Setting, at: datetime, seconds: bool = True) -> str:
    """An instant at a wall-clock time or within minutes of it, at times with seconds."""
    moved = at + timedelta(minutes=on.pick([0, 0, 0, 1, -1, 5, -5, 30, -30, 61, -61]))
    return on.instant(moved + timedelta(seconds=on.pick([0, 0, 1, 30, 59]) if seconds else 0))


def near_now(on: Setting) -> str:
    """An instant of the minute that the reference takes as now, or of one beside it."""
    return (RECORDED_UNTIL + timedelta(seconds=on.pick([-60, -1, 0, 0, 59, 60, 86400]))).isoformat()


def some_shift(on: Setting, given: Roster) -> tuple[str, date, datetime, datetime] | None:
    """Somebody's rostered shift with planned start and end, at times one to come; None where nobody has one."""
    if not given:
        return None
    to_come = [each for each in sorted(given.items()) if each[0][1] >= RECORDED_UNTIL.date()]
    (employee, day), shift = on.pick(to_come if to_come and on.chance(35) else sorted(given.items()))
    start, end, _window, _repeat = span(on, day, shift)
    return employee, day, start, end


def some_day(on: Setting) -> date:
    """A date of the centre, often one at the border of a period."""
    days = on.dates(on.pick(on.periods))
    return on.pick([days[0], days[-1], on.pick(days), on.pick(days), on.pick(days)])


def some_time(on: Setting, day: date) -> datetime:
    """A wall-clock time of a date, at times of its first or last minute."""
    at = on.pick([time(0, 0), time(23, 59), time(9), time(on.random.randrange(24), on.random.randrange(60))])
    return datetime.combine(day, at)


def someone(on: Setting) -> str:
    """Somebody's number."""
    return on.pick(on.people).number


def due(on: Setting, line: Line, day: date) -> Line:
    """Give a line a due date, or none."""
    if on.chance(20):
        return line
    return line | {"due_date": (day + timedelta(days=on.pick([0, 0, 1, 3, 900]))).isoformat()}
