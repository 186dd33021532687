"""S5.2 What the approval of a swap would do: to the roster, to counted minutes, and to the rest between shifts."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from itertools import pairwise
from typing import NamedTuple

import narwhals.stable.v2 as nw

from ledger.decisions.swaps import Exchange, exchange_of
from ledger.facts.roster import ShiftFact, Swap
from projections.books import Books
from projections.calendar import day_number, period_text
from projections.effects.rounds import Row, attended_month, each_effect, periods_between, rounds, rows_of
from projections.expressions import last_recorded
from projections.hypothesis import Hypothesis, SupposedBooks

Roster = dict[tuple[str, date], str | None]
Shifts = dict[tuple[str, int], Row]
"""The shifts of a report by employee and day."""


class RequestedSwap(NamedTuple):
    """A swap, and whether one sees the roster of an employee on a date; what one does not see counts as unknown."""

    swap: Swap
    sees: Callable[[str, date], bool]

    @property
    def sides(self) -> tuple[str, str]:
        """Between whom it is."""
        return self.swap.requester, self.swap.counterparty

    @property
    def days(self) -> tuple[date, date]:
        """Of which dates it is: of the requester's shift and of the counterparty's."""
        return self.swap.requester_date, self.swap.counterparty_date


class ShiftChange(NamedTuple):
    """What somebody's shift on a date is, and would be."""

    employee: str
    date: date
    before: str | None
    after: str | None


@dataclass(frozen=True)
class SwapEffect:
    """What an approval would do."""

    swap: Swap
    exchange: Exchange
    changes: Sequence[ShiftChange] = ()
    minutes: dict[tuple[str, str], int] = field(default_factory=dict)
    """The difference of the counted minutes of the shifts (S3.1) by employee and period; none where not all is seen."""
    unseen: Sequence[str] = ()
    """Whose roster one does not see."""
    rests: Sequence[tuple[str, int, int]] = ()
    """Whose rest between two shifts would be so short that their reaches overlap (S3.4): minutes, minutes needed."""
    problem: str | None = None
    """Why no report could be made with it, in a sentence; then nothing is told of minutes and rests."""


def swap_effects(base: Books, asked: Sequence[RequestedSwap]) -> list[SwapEffect]:
    """What the approval of each of some swaps would do on the books as they are; each by itself."""
    roster = _roster(base, asked)
    found: dict[str, SwapEffect] = {}
    for a_round in rounds(asked, lambda each: each.sides):
        plain = {each.swap.swap: _exchanged(each, roster) for each in a_round}
        for effect in each_effect(a_round, partial(_together, base, plain), partial(_failed, plain)):
            found[effect.swap.swap] = effect
    return [found[each.swap.swap] for each in asked]


def _failed(plain: dict[str, SwapEffect], asked: RequestedSwap, problem: str) -> SwapEffect:
    return replace(plain[asked.swap.swap], problem=problem)


def _roster(base: Books, asked: Sequence[RequestedSwap]) -> Roster:
    """S3.2: the last word on the dates of swaps."""
    days = {day_number(day): day for each in asked for day in each.days}
    near = base.tables.of("roster").filter(nw.col("day").is_in(sorted(days)))
    rows = base.engine.rows(last_recorded(near, "employee", "day")).to_dicts()
    return {(row["employee"], days[row["day"]]): row["shift"] for row in rows}


def _exchanged(asked: RequestedSwap, roster: Roster) -> SwapEffect:
    """What the swap does to the roster, as the ledger would write it, as far as it is seen."""
    places = [(person, day) for person in asked.sides for day in asked.days]
    unseen = tuple(person for person in asked.sides if not all(asked.sees(person, day) for day in asked.days))
    exchange = exchange_of(
        asked.swap, lambda person, day: roster.get((person, day)) if asked.sees(person, day) else None
    )
    if unseen:
        exchange = exchange._replace(
            gives_nothing=False,
            entries=tuple(each for each in exchange.entries if asked.sees(each.employee, each.date)),
        )
    after: Roster = {(each.employee, each.date): each.shift for each in exchange.entries}
    changes = [
        ShiftChange(*place, roster.get(place), after[place]) for place in dict.fromkeys(places) if place in after
    ]
    return SwapEffect(asked.swap, exchange, changes, unseen=unseen)


def _together(base: Books, plain: dict[str, SwapEffect], a_round: Sequence[RequestedSwap]) -> list[SwapEffect]:
    entries = [entry for each in a_round for entry in plain[each.swap.swap].exchange.entries]
    if not entries:
        return [plain[each.swap.swap] for each in a_round]
    days = [day_number(entry.date) for entry in entries]
    employees = {entry.employee for entry in entries}
    touched = {number for day in days for number in periods_between(base, day - 1, day + 1)}
    with SupposedBooks(base, Hypothesis(entries, min(days))) as after:
        before, then = (_shifts(books, touched, employees) for books in (base, after))
    return [_measured(base, each, plain[each.swap.swap], before, then) for each in a_round]


def _shifts(books: Books, numbers: set[int], employees: set[str]) -> Shifts:
    found: Shifts = {}
    for number in sorted(numbers):
        month = attended_month(books, number)
        columns = month.attendance.shifts.select("employee", "day", "shift", "full", "starts", "ends")
        found |= {(row["employee"], row["day"]): row for row in rows_of(month, columns, employees)}
    return found


def _measured(base: Books, asked: RequestedSwap, effect: SwapEffect, before: Shifts, after: Shifts) -> SwapEffect:
    minutes: dict[tuple[str, str], int] = {}
    for entry in effect.exchange.entries if not effect.unseen else ():
        place = entry.employee, day_number(entry.date)
        key = entry.employee, period_text(base.journal.site.cycle.period_of(place[1]))
        difference = _full(after, place) - _full(before, place)
        minutes[key] = minutes.get(key, 0) + difference
    rests = list(_rests(base, asked, effect.exchange.entries, before, after))
    return replace(effect, minutes=minutes, rests=rests)


def _full(shifts: Shifts, place: tuple[str, int]) -> int:
    full: int = shifts[place]["full"] if place in shifts else 0
    return full


def _rests(
    base: Books, asked: RequestedSwap, entries: Sequence[ShiftFact], before: Shifts, after: Shifts
) -> Iterator[tuple[str, int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for entry in entries:
        if not all(asked.sees(entry.employee, each) for each in _around(entry.date)):
            continue
        _version, rules = base.rules_of(base.journal.site.cycle.period_of(day_number(entry.date)))
        needed = 2 * rules.window_minutes
        earlier, rest = (_rest(shifts, entry) for shifts in (before, after))
        if rest is not None and rest < needed and (earlier is None or rest < earlier):
            shortest, _ = found.get(entry.employee, (rest, needed))
            found[entry.employee] = min(rest, shortest), needed
    return ((employee, *rest) for employee, rest in found.items())


def _around(day: date) -> list[date]:
    number = day.toordinal()
    return [date.fromordinal(each) for each in range(max(1, number - 1), min(date.max.toordinal(), number + 1) + 1)]


def _rest(shifts: Shifts, entry: ShiftFact) -> int | None:
    """The shortest rest between the shifts around a date, in minutes; None where there is only one."""
    day = day_number(entry.date)
    near = [shifts[place] for step in (-1, 0, 1) if (place := (entry.employee, day + step)) in shifts]
    return min((later["starts"] - earlier["ends"] for earlier, later in pairwise(near)), default=None)
