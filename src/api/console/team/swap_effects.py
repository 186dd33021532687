"""What the approval of a swap would do (S5.2), before it is given: to the roster, to hours, and to the rest between."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

from api.console.team.spans import Row, Span

Roster = Mapping[tuple[str, str], str]
"""The shift of an employee and a date; a date without one is not in it."""
_PLAIN = ZoneInfo("UTC")
_A_DAY = timedelta(days=1)


class Change(NamedTuple):
    """What a date of somebody is now, and would be."""

    employee: str
    day: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class SwapEffect:
    """What an approval would do. Where a side is out of sight, its shift is not known, and nothing is said of it."""

    changes: Sequence[Change]
    minutes: Mapping[tuple[str, str], int]
    """The difference of counted minutes, by employee and period; none where a side is out of sight."""
    unseen: Sequence[str]
    """Who is out of sight."""
    two_shifts: Sequence[tuple[str, str]]
    """Who would have two shifts on which date: it cannot be approved."""
    gives_nothing: bool
    """Neither side has a shift to give: it cannot be approved."""
    rests: Sequence[tuple[str, int, int]]
    """Whose rest between two shifts would be shorter than twice the reach of a shift: minutes, and minutes needed."""

    @property
    def can_be_approved(self) -> bool:
        """Whether the ledger would take an approval, as far as can be seen."""
        return not self.two_shifts and not self.gives_nothing


def swap_effect(swap: Row, roster: Roster, span: Span, seen: Iterable[str]) -> SwapEffect:
    """What the approval of a swap would do to a roster. `seen`: whose roster it is."""
    opened = swap["opened"]
    requester, counterparty = opened["requester"], opened["counterparty"]
    days = opened["requester_date"], opened["counterparty_date"]
    unseen = [side for side in (requester, counterparty) if side not in set(seen)]
    moves = ((requester, counterparty, days[0]), (counterparty, requester, days[1]))
    after = dict(roster)
    for giver, _, day in moves:
        after.pop((giver, day), None)
    twice = []
    for giver, receiver, day in moves:
        shift = roster.get((giver, day))
        if shift is not None and (receiver, day) in after:
            twice.append((receiver, day))
        elif shift is not None:
            after[receiver, day] = shift
    touched = dict.fromkeys((person, day) for person in (requester, counterparty) for day in days)
    changes = [
        Change(person, day, roster.get((person, day)), after.get((person, day)))
        for person, day in touched
        if person not in unseen and roster.get((person, day)) != after.get((person, day))
    ]
    nothing = not unseen and all(roster.get((giver, day)) is None for giver, _, day in moves)
    minutes = {} if unseen else _minutes(changes, span)
    return SwapEffect(changes, minutes, unseen, twice, nothing, _rests(changes, roster, after, span))


def counted(shift: str | None, day: str, span: Span) -> int:
    """The counted minutes of a shift on a date (S3.1); 0 without one."""
    minutes: int = 0 if shift is None else span.rules_of(day)["shifts"][shift]["counted"]
    return minutes


def _minutes(changes: Sequence[Change], span: Span) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for change in changes:
        period = span.period_of(change.day)
        key = change.employee, change.day[:7] if period is None else period["period"]
        difference = counted(change.after, change.day, span) - counted(change.before, change.day, span)
        found[key] = found.get(key, 0) + difference
    return found


def _rests(changes: Sequence[Change], roster: Roster, after: Roster, span: Span) -> list[tuple[str, int, int]]:
    found: dict[str, tuple[str, int, int]] = {}
    for change in changes:
        needed = 2 * span.rules_of(change.day)["window_minutes"]
        rest, before = (_rest(change, each, span) for each in (after, roster))
        if rest is not None and rest < needed and (before is None or rest < before):
            shortest = min(rest, found[change.employee][1]) if change.employee in found else rest
            found[change.employee] = change.employee, shortest, needed
    return list(found.values())


def _rest(change: Change, roster: Roster, span: Span) -> int | None:
    """The shortest rest between the shifts around a date, in minutes; None where there is only one."""
    day = date.fromisoformat(change.day)
    around = [(day + place * _A_DAY).isoformat() for place in (-1, 0, 1)]
    times = [_times(shift, each, span) for each in around if (shift := roster.get((change.employee, each)))]
    rests = [int((later[0] - earlier[1]).total_seconds()) // 60 for earlier, later in pairwise(times)]
    return min(rests, default=None)


def _times(shift: str, day: str, span: Span) -> tuple[datetime, datetime]:
    planned = span.rules_of(day)["shifts"][shift]
    starts, ends = (
        datetime.fromisoformat(f"{day}T{planned[name]}").replace(tzinfo=_PLAIN) for name in ("start", "end")
    )
    return starts, ends if planned["end"] > planned["start"] else ends + _A_DAY
