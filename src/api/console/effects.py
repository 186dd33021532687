"""What decisions would do, as the API tells it: the reports with one fact more."""

from collections.abc import Mapping, Sequence
from typing import Any

from api.console.visit import Visit

_AT_ONCE = 50


def effects_of(visit: Visit, kind: str, numbers: Sequence[str]) -> dict[str, Mapping[str, Any]]:
    """What the approval of leaves or swaps, or upholding complaints, would do, and at which `position`; by number."""
    found: dict[str, Mapping[str, Any]] = {}
    for start in range(0, len(numbers), _AT_ONCE):
        told = visit.api.get(f"/v1/effects/{kind}s", **{kind: numbers[start : start + _AT_ONCE]})
        found |= {effect[kind]: effect | {"position": told["position"]} for effect in told["effects"]}
    return found
