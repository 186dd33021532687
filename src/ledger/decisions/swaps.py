"""S5 Shift swaps (换班): requested, accepted by the counterparty, approved; approval changes the roster."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from ledger.decisions.approvals import recorded_with
from ledger.decisions.judgement import decides, unopened
from ledger.decisions.state import ACCEPTED, Accepted, Known, LedgerState, in_force
from ledger.facts.roster import ShiftFact, Swap, SwapDecision
from ledger.facts.streams import key_stream
from ledger.refusal import Refusal

_BEFORE = {
    "accepted": ("requested",),
    "approved": ("accepted",),
    "rejected": ("requested", "accepted"),
    "cancelled": ("requested", "accepted"),
}
"""The state that a swap has to be in for each decision (S5.1, S5.2)."""


@decides(Swap)
def decide_swap(fact: Swap, _state: LedgerState, _opener: Known | None) -> Accepted | Refusal:
    """S5.1: a swap has two sides."""
    if fact.requester == fact.counterparty:
        return Refusal(
            "not_allowed", f"swap: {fact.requester!r} cannot swap with oneself; give another employee as counterparty"
        )
    return ACCEPTED


@decides(SwapDecision)
def decide_swap_decision(fact: SwapDecision, state: LedgerState, opener: Known | None) -> Accepted | Refusal:
    """S5.1, S5.2: acceptance first, then approval; nothing after approval, rejection or cancellation."""
    if opener is None:
        return unopened(fact)
    swap = opener.fact
    assert isinstance(swap, Swap)
    decisions = [known.fact for known in state.history(opener.stream)[1:]]
    last = decisions[-1] if decisions else None
    state_of_swap = last.decision if isinstance(last, SwapDecision) else "requested"
    if state_of_swap not in _BEFORE[fact.decision]:
        return Refusal(
            "not_allowed",
            f"swap_decision: swap {fact.swap!r} is {state_of_swap}, so it cannot be {fact.decision}; "
            f"{fact.decision} comes after {' or '.join(_BEFORE[fact.decision])} only",
        )
    if fact.decision != "approved":
        return Accepted(follows=opener)
    entries = exchanged(swap, state)
    if isinstance(entries, Refusal):
        return entries
    return Accepted(also=tuple(recorded_with(fact, entry) for entry in entries), follows=opener)


def exchanged(swap: Swap, state: LedgerState) -> tuple[ShiftFact, ...] | Refusal:
    """The roster entries of an approved swap: one for each person and date whose shift changes (S5.2)."""
    found = exchange_of(swap, lambda person, day: assigned_shift(state, person, day))
    if found.gives_nothing:
        return _refused(swap, "neither side has a shift to give")
    for receiver, day in found.two_shifts:
        return _refused(swap, f"{receiver!r} would have two shifts on {day}")
    return found.entries


class Exchange(NamedTuple):
    """What a swap exchanges, and what keeps it from being approved (S5.2)."""

    entries: tuple[ShiftFact, ...]
    """One for each person and date whose shift changes, by person and date."""
    gives_nothing: bool
    """Whether neither side has a shift to give."""
    two_shifts: tuple[tuple[str, date], ...]
    """Who would have two shifts on which date."""

    @property
    def is_possible(self) -> bool:
        """Whether the swap can be approved."""
        return not self.gives_nothing and not self.two_shifts


def exchange_of(swap: Swap, shift_of: Callable[[str, date], str | None]) -> Exchange:
    """What a swap exchanges on a roster; `shift_of` tells the shift of an employee and date."""
    given = shift_of(swap.requester, swap.requester_date)
    taken = shift_of(swap.counterparty, swap.counterparty_date)
    moves = ((swap.requester, swap.requester_date, given), (swap.counterparty, swap.counterparty_date, taken))
    receivers = (swap.counterparty, swap.requester)
    roster = {(person, day): shift_of(person, day) for person in receivers for _, day, _ in moves}
    before = dict(roster)
    for giver, day, shift in moves:
        if shift is not None:
            roster[giver, day] = None
    twice: list[tuple[str, date]] = []
    for receiver, (_, day, shift) in zip(receivers, moves, strict=True):
        if shift is not None and roster[receiver, day] is not None:
            twice.append((receiver, day))
        elif shift is not None:
            roster[receiver, day] = shift
    entries = tuple(
        ShiftFact(employee=person, date=day, shift=shift)
        for (person, day), shift in sorted(roster.items(), key=lambda entry: entry[0])
        if shift != before[person, day]
    )
    return Exchange(entries, given is None and taken is None, tuple(twice))


def assigned_shift(state: LedgerState, employee: str, day: date) -> str | None:
    """The roster's last word for an employee and date (S3.2)."""
    known = in_force(ShiftFact.kind, key_stream(ShiftFact.kind, (employee, day)), state)
    if known is None:
        return None
    entry = known.fact
    assert isinstance(entry, ShiftFact)
    return entry.shift


def _refused(swap: Swap, why: str) -> Refusal:
    return Refusal(
        "not_allowed", f"swap_decision: swap {swap.swap!r} cannot be approved: {why}; correct the roster, or reject it"
    )
