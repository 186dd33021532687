"""S11: closing, the books that build on closings, the replay from the facts alone, and what is adjusted."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .bank import Bank, opening_bank, valid
from .periods import shifted
from .report import Adjusted, Carried, Rows, compute, following
from .state import View

Fact = dict[str, Any]


@dataclass(frozen=True)
class Closing:
    """A closing: of which period, with how many facts in view, and when; `held` keeps reductions of pay back."""

    period: str
    facts: int
    at: datetime
    held: bool = False


@dataclass(frozen=True)
class Frozen:
    """What a closing froze: all rows of all reports, and what the period hands on."""

    rows: Rows
    carried: Carried


def closed(facts: list[Fact], closings: list[Closing]) -> dict[str, Frozen]:
    """What each closing froze, in order (S11.2)."""
    found: dict[str, Frozen] = {}
    for closing in closings:
        view = View(facts[: closing.facts], closing.at)
        found[closing.period] = Frozen(*_opened(view, found, closing.period, held=closing.held))
    return found


def shown(
    facts: list[Fact], closings: list[Closing], period: str, recorded_until: datetime, *, held: bool = False
) -> Rows:
    """All rows of all reports of a period in the books (S11.3): frozen where it is closed (but S4.6d, S13.1)."""
    frozen, view = closed(facts, closings), View(facts, recorded_until)
    own = frozen.get(period) or Frozen(*_opened(view, frozen, period, held=held))
    return own.rows | following(view, period, view.rules(period), own.rows, own.carried)


def replayed(view: View, until: str) -> dict[str, Frozen]:
    """Every period up to one from the facts alone, whatever was closed (S11.3)."""
    found: dict[str, Frozen] = {}
    current, carried = view.first_period, Carried()
    while current <= until:
        rows, carried = compute(view, current, view.rules(current), carried)
        found[current] = Frozen(rows, carried)
        current = shifted(current, 1)
    return found


def paid(rows: Rows) -> dict[tuple[str, str], int]:
    """The fen of everyone's pay by employee and closed period adjusted for; of the period's own, by an empty one."""
    found: dict[tuple[str, str], int] = {}
    for row in rows["payroll"]:
        for line in row["lines"]:
            kind, _, of = line["item"].partition(":")
            key = row["employee"], of if kind == "adjustment" else ""
            found[key] = found.get(key, 0) + int(line["amount"].replace(".", ""))
    return found


def adjusted(view: View, frozen: dict[str, Frozen], *, held: bool) -> Adjusted:
    """S11.4: what the first open period is adjusted by for those closed before it."""
    last = max(frozen)
    replay = replayed(view, last)
    own = {period: paid(each.rows) for period, each in frozen.items()}
    due = {}
    for period in frozen:
        was = paid(replay[period].rows)
        for employee in {employee for employee, _of in [*was, *own[period]]} | _adjusted_for(own, period):
            so_far = own[period].get((employee, ""), 0) + sum(each.get((employee, period), 0) for each in own.values())
            due[employee, period] = was.get((employee, ""), 0) - so_far
    pay = {key: amount for key, amount in due.items() if amount > 0 or (amount and not held)}
    return Adjusted(pay, _lieu(view, last, replay[last].carried.banks, frozen[last].carried.banks))


def _adjusted_for(own: dict[str, dict[tuple[str, str], int]], period: str) -> set[str]:
    return {employee for each in own.values() for employee, of in each if of == period}


def _lieu(view: View, last: str, replay: dict[str, Bank], kept: dict[str, Bank]) -> dict[str, int]:
    """Lots less deficits, replayed less kept. What only one of them has opened, the other still opens (S2.1a)."""

    def net(banks: dict[str, Bank], employee: str) -> int:
        bank = banks.get(employee)
        if bank is not None:
            return bank.net
        brought = opening_bank(view, employee)
        return Bank(valid(brought.lots, last, view.rules(last)["lieu_months"]), brought.deficits).net

    return {each: net(replay, each) - net(kept, each) for each in replay.keys() | kept.keys()}


def _opened(view: View, frozen: dict[str, Frozen], period: str, *, held: bool) -> tuple[Rows, Carried]:
    """An open period, on the frozen closing states before it; the first open one is adjusted."""
    current, carried, due = view.first_period, Carried(), Adjusted()
    if frozen:
        last = max(frozen)
        current, carried = shifted(last, 1), frozen[last].carried
        due = adjusted(view, frozen, held=held)
    while True:
        rows, carried = compute(view, current, view.rules(current), carried, due)
        if current == period:
            return rows, carried
        current, due = shifted(current, 1), Adjusted()
