"""What decisions would do: the reports with one fact more."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from api.console.visit import Visit
from api.operations.answer import Answer
from api.operations.context import Context
from api.operations.effects import (
    effects_of_complaints,
    effects_of_leaves,
    effects_of_overtime_requests,
    effects_of_punch_requests,
    effects_of_swaps,
)
from ledger.facts.base import KINDS

_AT_ONCE = 50
_OPERATIONS: Mapping[str, Callable[[Context, Sequence[str]], Answer]] = {
    "leave": effects_of_leaves,
    "swap": effects_of_swaps,
    "complaint": effects_of_complaints,
    "punch_request": effects_of_punch_requests,
    "overtime_request": effects_of_overtime_requests,
}


def effects_of(visit: Visit, kind: str, numbers: Sequence[str]) -> dict[str, Mapping[str, Any]]:
    """What the approval of requests, or upholding complaints, would do, and at which `position`; by number."""
    (number,) = KINDS[kind].natural_key
    found: dict[str, Mapping[str, Any]] = {}
    for start in range(0, len(numbers), _AT_ONCE):
        told = _OPERATIONS[kind](visit.context, numbers[start : start + _AT_ONCE]).as_json()
        found |= {effect[number]: effect | {"position": told["position"]} for effect in told["effects"]}
    return found
