"""The judgement of one fact: what holds for every kind, then what its kind asks for."""

from collections.abc import Callable
from typing import Any, TypeVar

from ledger.decisions.erasure import recorded_again
from ledger.decisions.identity import identified
from ledger.decisions.state import ACCEPTED, Accepted, Duplicate, Known, LedgerState
from ledger.facts.base import Fact
from ledger.facts.prepared_fact import Prepared
from ledger.refusal import Refusal

Decision = Accepted | Duplicate | Refusal
Decider = Callable[[Any, LedgerState, Known | None], Accepted | Refusal]
_Decider = TypeVar("_Decider", bound=Decider)

_DECIDERS: dict[str, Decider] = {}
_EVIDENT: dict[str, Callable[[Any], bool]] = {}
_ONCE: set[str] = set()
_SITE = "site"


def decides(
    model: type[Fact], *, evident: Callable[[Any], bool] | None = None, once: bool = False
) -> Callable[[_Decider], _Decider]:
    """Marks the function that judges a kind: fact, state, and the opener that it follows (or None).

    `evident` says of a fact that the function would accept it whatever the state, so that it need not be asked. `once`
    says that what was accepted may stand again whatever holds then (S11.5).
    """

    def mark(decider: _Decider) -> _Decider:
        _DECIDERS[model.kind] = decider
        if evident is not None:
            _EVIDENT[model.kind] = evident
        if once:
            _ONCE.add(model.kind)
        return decider

    return mark


def is_evident(fact: Fact) -> bool:
    """Whether a fact's kind asks for nothing of the ledger beyond what every kind does."""
    evident = _EVIDENT.get(fact.kind)
    return evident(fact) if evident is not None else fact.kind not in _DECIDERS


def decide(fact: Prepared, state: LedgerState) -> Decision:
    """Judge a fact.

    Nothing personal is recorded of somebody who was erased, be it sent for the first time or again.
    """
    if fact.personal and fact.employee in state.erased:
        return recorded_again(fact.employee)
    decision = _decided(fact, state)
    if fact.personal and isinstance(decision, Accepted) and decision.follows is not None:
        owner = decision.follows.employee
        return recorded_again(owner) if owner in state.erased else decision
    return decision


def _decided(fact: Prepared, state: LedgerState) -> Decision:
    """Identity comes before all else, so that a line sent again after a lost answer is a duplicate whatever has
    happened in between.
    """
    if state.site is None and fact.kind != _SITE:
        return Refusal("no_site", f"the ledger has no site yet; a site is its first fact, before any {fact.kind}")
    answer = identified(fact, state)
    if answer is not None:
        return answer
    model = fact.model
    for employee in fact.named:
        if not state.has_employee(employee):
            name = _field_naming(fact, employee)
            return Refusal(
                "unknown_employee",
                f"{fact.kind}: {name} {employee!r} is not on the ledger; record the employee first",
            )
    opener: Known | None = None
    if model.follows is not None:
        opener = next(iter(state.history(fact.stream)), None)
    if not fact.evident and (decider := _DECIDERS.get(fact.kind)) is not None:
        return decider(fact.fact, state, opener)
    if model.follows is None:
        return ACCEPTED
    return unopened(fact.fact) if opener is None else Accepted(follows=opener)


def _field_naming(prepared: Prepared, employee: str) -> str:
    """The field that names an employee, by itself or in a list."""
    values, model = prepared.fact.__dict__, prepared.model
    return model.names[
        next(field for field in model.on_ledger if employee == values[field] or _lists(values[field], employee))
    ]


def _lists(value: object, employee: str) -> bool:
    return isinstance(value, tuple) and employee in value


def refusal_of_kind(fact: Fact, state: LedgerState) -> Refusal | None:
    """Why a fact's kind would refuse it as the ledger stands in `state`; None where it would not, or asks nothing."""
    decider = None if fact.kind in _ONCE else _DECIDERS.get(fact.kind)
    decision = None if decider is None else decider(fact, state, None)
    return decision if isinstance(decision, Refusal) else None


def unopened(fact: Fact) -> Refusal:
    """The refusal of a fact whose workflow nobody opened."""
    assert fact.follows is not None
    return Refusal(
        f"unknown_{fact.follows}",
        f"{fact.kind}: there is no {fact.follows} {str(fact.key[0])!r} on the ledger; record the {fact.follows} first",
    )
