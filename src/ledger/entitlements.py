"""S4.6 年假等假期额度 What an entitlement grants, what a leave asks of it, and what is left without a grant."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Grant:
    """S4.6: minutes of a leave type for a year, to be used from 1 January of it to the day on which they expire."""

    year: int
    minutes: int
    expires: date

    @property
    def first_day(self) -> date:
        """The first date on which it may be used."""
        return date(self.year, 1, 1)


@dataclass(frozen=True, slots=True)
class Use:
    """Minutes of leave on a date."""

    day: date
    minutes: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """What uses draw from grants: minutes."""

    left: tuple[int, ...]
    """What each grant has left, in the order in which the grants were given."""
    without: int
    """What no grant covers."""


class ServiceTier(Protocol):
    """S4.6c: the days of a year for service below so many completed years; None: for all above."""

    @property
    def years_below(self) -> int | None:
        """The completed years that it is below."""

    @property
    def days(self) -> int:
        """The days of leave a year."""


class DatesOfLeave(Protocol):
    """S4.6a: what a leave meets on a date of one employee."""

    def is_employed(self, day: date) -> bool:
        """Whether the employee is employed on the date."""

    def counted(self, day: date) -> int | None:
        """The counted minutes of the assigned shift; None without one."""

    def is_unrostered(self, day: date) -> bool:
        """S4.1a: whether the date is a working day of an ISO week in which the employee has no assigned shift."""

    def day_minutes(self, day: date) -> int:
        """S3.7a: what the contract in force says that a day has, in minutes."""


def drawn(grants: Sequence[Grant], uses: Iterable[Use]) -> Drawn:
    """S4.6: dates draw, in order, on the grants valid on them: on what expires first, then on the older year."""
    left = [grant.minutes for grant in grants]
    order = sorted(range(len(grants)), key=lambda at: (grants[at].expires, grants[at].year))
    without = 0
    for use in sorted(uses, key=lambda each: each.day):
        wanted = use.minutes
        for at in order:
            if wanted and grants[at].first_day <= use.day <= grants[at].expires:
                given = min(wanted, left[at])
                left[at] -= given
                wanted -= given
        without += wanted
    return Drawn(tuple(left), without)


def asked_for(first: date, last: date, minutes: int | None, dates: DatesOfLeave) -> Iterator[Use]:
    """S4.6a: what a leave asks for on each of its dates, by date; overlaps with other leaves are not looked at.

    `minutes` are those of a leave of a part of one date; None: the whole of each.
    """
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        asked = _asked_on(day, minutes, dates) if dates.is_employed(day) else 0
        if asked:
            yield Use(day, asked)


def _asked_on(day: date, minutes: int | None, dates: DatesOfLeave) -> int:
    counted = dates.counted(day)
    if counted is not None:
        return counted if minutes is None else min(minutes, counted)
    whole = dates.day_minutes(day) if dates.is_unrostered(day) else 0
    return whole if minutes is None or minutes >= whole else 0


def granted_by_service(
    tiers: Sequence[ServiceTier], since: date, hired_on: date, last_day: date | None, year: int, day_minutes: int
) -> int:
    """S4.6c: what a year's service grants, in minutes: whole days × `day_minutes` of the last day employed in the year.

    `since` is the start of the service, `last_day` the last day employed, None where nobody has left.
    """
    first, last = date(year, 1, 1), date(year, 12, 31)
    begins, ends = max(first, hired_on), last if last_day is None else min(last, last_day)
    days, reached = 0, 0
    for tier in tiers:
        # Of two tiers the one above holds: what is left for this one begins where it ends.
        from_day = max(begins, anniversary(since, reached)) if reached else begins
        below = tier.years_below
        until = ends if below is None else min(ends, anniversary(since, below) - timedelta(days=1))
        days += tier.days * max(0, (until - from_day).days + 1)
        if below is None:
            break
        reached = max(reached, below)
    return days // ((last - first).days + 1) * day_minutes


def anniversary(since: date, years: int) -> date:
    """The day on which so many years are completed; those since 29 February are, in other years, on 1 March."""
    year = since.year + years
    return date.max if year > date.max.year else date(year, since.month, 1) + timedelta(days=since.day - 1)
