"""An explanation with its facts: what is behind each position, and all of it as one JSON object."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from ledger.facts.base import COMMON
from ledger.facts.codec import narrowed_fields
from ledger.ledger import Ledger, RecordedFact
from projections.explanation import Explanation, Node


@dataclass(frozen=True)
class Facts:
    """The facts that an explanation rests on."""

    recorded: Mapping[int, RecordedFact]
    """By position."""
    late: frozenset[int]
    """The positions of those that were recorded after the period that they are dated in was closed (S11.4)."""

    def __getitem__(self, position: int) -> RecordedFact:
        """The fact at a position."""
        return self.recorded[position]


def facts_of(ledger: Ledger, explanation: Explanation) -> Facts:
    """Every fact that an explanation rests on."""
    positions = {position for node in explanation.node.walk() for position in node.facts}
    facts = {fact.position: fact for fact in ledger.facts.at(positions)}
    # The business date of a closing is the last day of the period that it closes.
    closings = ledger.facts.arrow(["position", "business_date"], ["close"]).to_pylist()
    late = {
        position
        for position, fact in facts.items()
        for each in closings
        if each["position"] < position and fact.business_date <= each["business_date"] and fact.fact.kind != "close"
    }
    return Facts(facts, frozenset(late))


def as_json(explanation: Explanation, facts: Facts, zone: ZoneInfo) -> dict[str, Any]:
    """The explanation as an object: its coordinates, and the tree with the facts in full where they are rested on."""
    return {
        "period": explanation.period,
        "position": explanation.position,
        "rules": explanation.rules,
        "explained": _node(explanation.node, facts, zone),
    }


def _node(node: Node, facts: Facts, zone: ZoneInfo) -> dict[str, Any]:
    """A node; what is empty is left out, `term` and `value` aside."""
    told: dict[str, Any] = {
        "term": node.term,
        "value": list(node.value) if isinstance(node.value, tuple) else node.value,
    }
    shown = {
        "unit": node.unit,
        "clause": node.clause,
        "of": dict(node.of),
        "parameters": dict(node.parameters),
        "facts": [
            fact_as_json(facts[position], zone) | ({"late": True} if position in facts.late else {})
            for position in node.facts
        ],
        "nothing": node.nothing,
        "above": node.above,
        "children": [_node(child, facts, zone) for child in node.children],
    }
    return told | {name: value for name, value in shown.items() if value}


def fact_as_json(fact: RecordedFact, zone: ZoneInfo) -> dict[str, Any]:
    """A fact on the ledger: where and when it was recorded and by whom, and its content in the interchange form.

    `recorded_at` is the site's local time; personal texts that were erased read ``[erased]``.
    """
    return {
        "position": fact.position,
        "id": fact.id,
        "kind": fact.fact.kind,
        "recorded_at": fact.recorded_at.astimezone(zone).isoformat(timespec="seconds"),
        "recorded_by": fact.fact.recorded_by,
        "source": fact.fact.source,
        "ref": fact.fact.ref,
        "content": content_of(fact),
    }


def content_of(fact: RecordedFact) -> dict[str, Any]:
    """The kind's own fields, in the interchange form."""
    own = {fact.fact.names[name] for name in fact.fact.own_fields}
    return {name: value for name, value in narrowed_fields(fact.fact).items() if name in own or name not in COMMON}
