"""The judgement of one fact: what holds for every kind, then what its kind asks for."""

from collections.abc import Callable
from typing import Any, TypeVar

from ledger.decisions.identity import identified
from ledger.decisions.state import ACCEPTED, Accepted, Duplicate, Known, LedgerState
from ledger.facts.base import Fact
from ledger.refusal import Refusal

Decision = Accepted | Duplicate | Refusal
Decider = Callable[[Any, LedgerState, Known | None], Accepted | Refusal]
_Decider = TypeVar("_Decider", bound=Decider)

_DECIDERS: dict[str, Decider] = {}
_SITE = "site"


def decides(model: type[Fact]) -> Callable[[_Decider], _Decider]:
    """Marks the function that judges a kind: fact, state, and the opener that it follows (or None)."""

    def mark(decider: _Decider) -> _Decider:
        _DECIDERS[model.kind] = decider
        return decider

    return mark


def decide(fact: Fact, stream: str, state: LedgerState) -> Decision:
    """Judge a fact of a stream.

    Identity comes before all else, so that a line sent again after a lost answer is a duplicate whatever has happened
    in between.
    """
    if state.site is None and fact.kind != _SITE:
        return Refusal("no_site", f"the ledger has no site yet; a site is its first fact, before any {fact.kind}")
    answer = identified(fact, stream, state)
    if answer is not None:
        return answer
    values = fact.__dict__
    for name in fact.on_ledger:
        if not state.has_employee(values[name]):
            return Refusal(
                "unknown_employee",
                f"{fact.kind}: {fact.names[name]} {values[name]!r} is not on the ledger; record the employee first",
            )
    opener: Known | None = None
    if fact.follows is not None:
        opener = next(iter(state.history(stream)), None)
    decider = _DECIDERS.get(fact.kind)
    if decider is not None:
        return decider(fact, state, opener)
    if fact.follows is None:
        return ACCEPTED
    return unopened(fact) if opener is None else Accepted(follows=opener)


def unopened(fact: Fact) -> Refusal:
    """The refusal of a fact whose workflow nobody opened."""
    assert fact.follows is not None
    return Refusal(
        f"unknown_{fact.follows}",
        f"{fact.kind}: there is no {fact.follows} {str(fact.key[0])!r} on the ledger; record the {fact.follows} first",
    )
