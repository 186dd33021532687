"""The rule sets that are on the ledger, read into their types."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from ledger.ruleset import RecordedRules, read_parameters


def recorded_rules(events: Iterable[Mapping[str, Any]]) -> tuple[RecordedRules, ...]:
    """Every recorded rule set, in ledger order, from the events (position, state) of kind `rules`."""
    return tuple(_recorded(event["position"], json.loads(event["state"])) for event in events)


def _recorded(position: int, state: Mapping[str, Any]) -> RecordedRules:
    rules = read_parameters(state["parameters"])
    return RecordedRules(state["version"], state["effective_period"], position, rules)
