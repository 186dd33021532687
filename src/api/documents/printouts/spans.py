"""Which days a quality report is of, and which days before them it is compared with."""

from dataclasses import dataclass

from api.documents.printouts.document_request import DocumentAsked
from api.words.dates import read_date
from ledger.refusal import UsageError
from projections.calendar import Cycle, Period, day_number, day_text, period_number, weekday

_WEEK = 7


@dataclass(frozen=True)
class Spans:
    """The days asked for, and as many before them; of a whole period, the period before."""

    days: Period
    before: Period

    @property
    def dates(self) -> str:
        """The first and the last of the days."""
        return f"{day_text(self.days.first_day)} – {day_text(self.days.last_day)}"

    @property
    def dates_before(self) -> str:
        """The first and the last of the days before."""
        return f"{day_text(self.before.first_day)} – {day_text(self.before.last_day)}"


def spans_of(asked: DocumentAsked, cycle: Cycle) -> Spans:
    """The days that are asked for by `span`, `since` and `until`. Raises UsageError where they do not fit."""
    number = period_number(asked.period)
    period = cycle.period(number)
    span = asked.span or ("month" if asked.since is None and asked.until is None else None)
    if span not in (None, "day", "week", "month"):
        raise UsageError(f"there is no span {asked.span!r}; there are day, week and month")
    if span == "month":
        if asked.since is not None or asked.until is not None:
            raise UsageError("the span month is the whole period; leave from and until out, or leave span out")
        return Spans(period, cycle.period(number - 1))
    if asked.since is None and span is not None:
        raise UsageError(f"from is missing; give a date of {asked.period}, such as {day_text(period.first_day)}")
    first = period.first_day if asked.since is None else day_of(asked.since, "from", period)
    if span is None:
        last = day_of(asked.until or day_text(period.last_day), "until", period)
        if last < first:
            raise UsageError(f"until is before from; give a date from {day_text(first)} on")
    elif asked.until is not None:
        raise UsageError(f"a {span} ends by itself; leave until out, or leave span out")
    else:
        first, last = (first, first) if span == "day" else _week_of(first)
    length = last - first + 1
    return Spans(Period(number, first, last), Period(number, first - length, first - 1))


def _week_of(day: int) -> tuple[int, int]:
    """The Monday and the Sunday of the ISO week that a day lies in."""
    monday = day - weekday(day)
    return monday, monday + _WEEK - 1


def day_of(text: str, name: str, period: Period) -> int:
    """The number of a day of a period. Raises UsageError, with the parameter's name, where it is not a date of it."""
    found = read_date(text)
    if found is None:
        raise UsageError(f"{name} is {text[:40]!r}, which is not a date; give one as YYYY-MM-DD")
    day = day_number(found)
    if not period.first_day <= day <= period.last_day:
        dates = f"{day_text(period.first_day)} to {day_text(period.last_day)}"
        raise UsageError(f"{name} is {text}, which is not a day of {period}; give one from {dates}")
    return day
