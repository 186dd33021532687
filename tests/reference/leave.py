"""S4 Absence and leave: which leave covers how much of a shift, and what counts as absence."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from .contracts import DAY
from .figures import round_half_up
from .state import View

Fact = dict[str, Any]


@dataclass(frozen=True)
class Part:
    """Minutes and milli-days that one type of absence takes of one date's shift (S4.4).

    `minutes` are those of hours; of pay a date without a roster is one day, whatever its standard minutes (S4.1a).
    `since` is the first date of the leave (S10.5b), `absent` are the minutes that S4.5 counts.
    """

    since: date
    date: date
    type: str
    minutes: int
    milli_days: int
    pay_minutes: int
    absent: int


def approved(view: View, employee: str) -> list[Fact]:
    """S4.1: leave whose last decision is approval, in the order of recording the leave."""
    decisions = view.last_words("leave_decision", "leave")
    return [
        leave
        for leave in view.by_kind["leave"]
        if leave["employee"] == employee
        and leave["leave"] in decisions
        and decisions[leave["leave"]][-1]["decision"] == "approved"
    ]


def parts_of(leaves: list[Fact], day: date, counted: int) -> list[Part]:
    """S4.1: the first recorded full leave alone, else the partial ones in order of recording, up to counted."""
    covering = [leave for leave in leaves if leave["first_date"] <= day <= leave["last_date"]]
    for leave in covering:
        if leave["minutes"] is None or leave["minutes"] >= counted:
            return [Part(leave["first_date"], day, leave["type"], counted, 1000, counted, counted)]
    parts, left = [], counted
    for leave in covering:
        taken = min(leave["minutes"], left)
        if taken > 0:
            milli = round_half_up(Fraction(1000 * taken, counted))
            parts.append(Part(leave["first_date"], day, leave["type"], taken, milli, taken, taken))
        left -= taken
    return parts


def is_full(leave: Fact, day_minutes: int) -> bool:
    """S4.1a: whether a leave is full on a date without a roster, on which a day has so many minutes (S3.7a)."""
    return leave["minutes"] is None or leave["minutes"] >= day_minutes


def without_roster(leaves: list[Fact], day: date, standard: int, day_minutes: int) -> list[Part]:
    """S4.1a: the first recorded leave that is full on a date without a roster, for its standard minutes."""
    for leave in leaves:
        if leave["first_date"] <= day <= leave["last_date"] and is_full(leave, day_minutes):
            # A date is one day of pay, and 1000 milli-days in whatever unit.
            return [Part(leave["first_date"], day, leave["type"], standard, 1000, day_minutes, DAY)]
    return []


def covers(parts: Iterable[Part], counted: int) -> bool:
    """S4.1: whether the parts reach the counted minutes."""
    return sum(part.minutes for part in parts) == counted


def absenteeism(day: date, counted: int, parts: list[Part]) -> Part:
    """S4.3: a shift without punches and without covering leave; beside partial leave, what that leaves over."""
    minutes = counted - sum(part.minutes for part in parts)
    milli_days = max(0, 1000 - sum(part.milli_days for part in parts))
    return Part(day, day, "absenteeism", minutes, milli_days, minutes, minutes)


def milli_days(parts: Iterable[Part], kinds: Iterable[str], unit: str) -> int:
    """S4.5: absence of some kinds in milli-days: those of each shift, or all minutes together by days of 480."""
    wanted = set(kinds)
    found = [part for part in parts if part.type in wanted]
    if unit == "day480":
        return round_half_up(Fraction(1000 * sum(part.absent for part in found), DAY))
    return sum(part.milli_days for part in found)
