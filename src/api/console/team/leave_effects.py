"""What the approval of a leave would do (S4.1, S4.4), before it is given: to hours, to the bank and to absence."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from api.console.team.spans import Row, Span, covers
from api.console.team.swap_effects import Roster, counted
from projections.expressions import rounded

FULL_DAY = 1_000
_UNROSTERED_MINUTES = 480
_WEEKDAYS = 5
ABSENTEEISM = "absenteeism"


class Taken(NamedTuple):
    """What leave takes of a date: minutes of the shift's, None as the shift where the week has none (S4.1a)."""

    day: str
    shift: str | None
    leave: Row
    minutes: int
    counted: int

    @property
    def milli_days(self) -> int:
        """The part of the shift, rounded half up."""
        return rounded(FULL_DAY * self.minutes, self.counted)


@dataclass(frozen=True, slots=True)
class LeaveEffect:
    """What an approval would do. `bank` and `absence` are by period: before, after, and the limit of absence."""

    taken: Sequence[Taken]
    hours: str
    """`bank`, `credit` or `excuse` (S4.4)."""
    bank: Mapping[str, tuple[int, int]]
    absence: Mapping[str, tuple[int, int, int]]

    @property
    def minutes(self) -> int:
        """Minutes of shifts that are taken."""
        return sum(each.minutes for each in self.taken)

    @property
    def reaches_limit(self) -> list[str]:
        """The periods in which the absence would reach the limit (S7.6c)."""
        return [period for period, (_, after, limit) in self.absence.items() if after >= limit]

    @property
    def overdraws(self) -> list[str]:
        """The periods in which the bank would not cover the leave (S3.9)."""
        return [period for period, (_, after) in self.bank.items() if after < 0]


def leave_effect(
    leave: Row,
    roster: Roster,
    absent: Sequence[tuple[str, str]],
    approved: Sequence[Row],
    hours: Sequence[Row],
    span: Span,
) -> LeaveEffect:
    """What the approval of a leave would do.

    `absent`: employee and date of absenteeism; `approved`: other leaves of the employee that count; `hours`: the rows
    of the hours reports, each with its `period`.
    """
    employee = leave["opened"]["employee"]
    before = list(_taken_by(employee, approved, roster, span))
    together = sorted([*approved, leave], key=lambda each: int(each["opened"]["position"]))
    after = list(_taken_by(employee, together, roster, span))
    own = [each for each in after if each.leave is leave]
    kind = leave["opened"]["type"]
    known = [rules["leave_types"][kind]["hours"] for rules in span.rules.values() if kind in rules["leave_types"]]
    return LeaveEffect(
        own,
        known[0] if known else "",
        _bank(employee, own, before, hours, span) if known and known[0] == "bank" else {},
        _absence(employee, own, (before, after), absent, span),
    )


def _taken_by(employee: str, leaves: Sequence[Row], roster: Roster, span: Span) -> Iterator[Taken]:
    """S4.1: a full leave counts alone, the first recorded; else partial ones in order, up to counted."""
    day = span.first
    while day <= span.last:
        text = day.isoformat()
        on_day = [each for each in leaves if covers(each, employee, text)]
        shift = roster.get((employee, text))
        if on_day and shift is not None:
            yield from _shared(text, shift, counted(shift, text, span), on_day)
        elif on_day and day.weekday() < _WEEKDAYS and not _is_rostered(employee, day, roster):
            whole = _shared(text, None, _UNROSTERED_MINUTES, on_day)
            yield from (each for each in whole if each.minutes >= _UNROSTERED_MINUTES)
        day += timedelta(days=1)


def _shared(day: str, shift: str | None, minutes: int, leaves: Sequence[Row]) -> Iterator[Taken]:
    full = next((each for each in leaves if (each["opened"].get("minutes") or minutes) >= minutes), None)
    if full is not None:
        yield Taken(day, shift, full, minutes, minutes)
        return
    left = minutes
    for each in leaves:
        part = min(left, each["opened"]["minutes"])
        left -= part
        if part:
            yield Taken(day, shift, each, part, minutes)


def _is_rostered(employee: str, day: date, roster: Roster) -> bool:
    monday = day - timedelta(days=day.weekday())
    return any((employee, (monday + timedelta(days=place)).isoformat()) in roster for place in range(7))


def _bank(
    employee: str, own: Sequence[Taken], before: Sequence[Taken], hours: Sequence[Row], span: Span
) -> dict[str, tuple[int, int]]:
    """Of each period that is touched: what the bank opens with less what is taken of it already, and what is left."""
    found = {}
    for row in hours:
        taken = sum(each.minutes for each in own if _period(each.day, span) == row["period"])
        if row["employee"] == employee and taken:
            drawn = sum(
                each.minutes
                for each in before
                if _period(each.day, span) == row["period"]
                and span.rules_of(each.day)["leave_types"][each.leave["opened"]["type"]]["hours"] == "bank"
            )
            there = row["lieu_opening"] - row["lieu_lapsed"] - drawn
            found[row["period"]] = there, there - taken
    return found


def _absence(
    employee: str,
    own: Sequence[Taken],
    taken: tuple[Sequence[Taken], Sequence[Taken]],
    absent: Sequence[tuple[str, str]],
    span: Span,
) -> dict[str, tuple[int, int, int]]:
    """S4.5, of each period that is touched: absence before and after, in milli-days, and its limit (S7.6c)."""
    found = {}
    for period in dict.fromkeys(_period(each.day, span) for each in own):
        rules = span.rules[period]
        if own[0].leave["opened"]["type"] in rules["absence_kinds"]:
            before, after = (_milli_days(employee, period, each, absent, span) for each in taken)
            found[period] = before, after, rules["absence_limit"]
    return found


def _milli_days(
    employee: str, period: str, taken: Sequence[Taken], absent: Sequence[tuple[str, str]], span: Span
) -> int:
    kinds = span.rules[period]["absence_kinds"]
    on_leave: dict[str, int] = {}
    total = 0
    for each in taken:
        if _period(each.day, span) == period:
            on_leave[each.day] = on_leave.get(each.day, 0) + each.milli_days
            total += each.milli_days if each.leave["opened"]["type"] in kinds else 0
    days = [day for number, day in absent if number == employee and _period(day, span) == period]
    return total + sum(max(0, FULL_DAY - on_leave.get(day, 0)) for day in days if ABSENTEEISM in kinds)


def _period(day: str, span: Span) -> str:
    period = span.period_of(day)
    return "" if period is None else period["period"]
