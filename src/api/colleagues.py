"""An explanation for whoever may not see all of it: what rests on colleagues, or is out of reach, is withheld."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

WITHHELD = "[withheld]"
"""Stands for a colleague, or for what was recorded of one."""
_EXCLUDED = "excluded"
"""The step that is named by the clause that excludes somebody, such as being on probation."""


def without_colleagues(told: dict[str, Any], employee: str, known: Collection[str]) -> dict[str, Any]:
    """An explanation, as an object, with nobody in it but one employee; `known` are the numbers of all."""
    others = set(known) - {employee}
    return told | {"explained": _node(told["explained"], employee, others)}


def own_case(told: dict[str, Any], employee: str, known: Collection[str]) -> dict[str, Any]:
    """A case for whoever disputes: colleagues are withheld, and so are facts and adjustments of theirs."""
    explained = {
        when: [without_colleagues(each, employee, known) for each in figures if each["employee"] == employee]
        for when, figures in told["explained"].items()
    }
    facts = [each for each in told["facts_since"] if each["fields"].get("employee", employee) == employee]
    adjusted = [each for each in told["adjustments"] if each["employee"] == employee]
    figures = [each for each in told["figures"] if each.get("employee", employee) == employee]
    shown = {each["id"] for each in facts}
    decided = {
        "decision": told["decision"] and _naming(told["decision"], shown),
        "earlier_decisions": [_naming(each, shown) for each in told["earlier_decisions"]],
    }
    own = {"explained": explained, "facts_since": facts, "adjustments": adjusted, "figures": figures}
    return told | decided | own


def _naming(decision: dict[str, Any], shown: Collection[str]) -> dict[str, Any]:
    """A decision that names, of the facts that it led to, only those that are shown."""
    if not decision.get("facts"):
        return decision
    return decision | {"facts": [name for name in decision["facts"] if name in shown]}


def within_reach(
    told: dict[str, Any], sees: Callable[[int], bool], covers: Callable[[Mapping[str, Any]], bool]
) -> dict[str, Any]:
    """An explanation, as an object, whose facts and steps are each held to a reach of their own.

    `sees` says of a fact, by its position, whether it may be seen; `covers` of a step, by its `of`, whether what is of
    its date or its period may be.
    """
    return told | {"explained": _reached(told["explained"], sees, covers)}


def _reached(
    node: dict[str, Any], sees: Callable[[int], bool], covers: Callable[[Mapping[str, Any]], bool]
) -> dict[str, Any]:
    of = node.get("of", {})
    if not covers(of):
        kept = {name: node[name] for name in ("term", "clause") if name in node}
        return kept | {"value": WITHHELD, "of": {name: of[name] for name in ("date", "period") if name in of}}
    shown = dict(node)
    if "facts" in node:
        shown["facts"] = [fact if sees(fact["position"]) else _withheld(fact) for fact in node["facts"]]
        if shown["facts"] and all(fact["content"] == WITHHELD for fact in shown["facts"]):
            # What a step says is what its facts say.
            shown["value"] = WITHHELD
            shown |= {"of": {name: of[name] for name in ("date", "period") if name in of}} if of else {}
    if "children" in node:
        shown["children"] = [_reached(child, sees, covers) for child in node["children"]]
    if node.get("term") == _EXCLUDED and all(child["value"] == WITHHELD for child in shown.get("children", ())):
        shown |= {"value": WITHHELD, "clause": ""}
    return shown


def _node(node: dict[str, Any], employee: str, others: set[str]) -> dict[str, Any]:
    shown = dict(node)
    shown["value"] = _value(node["value"], others)
    if "of" in node:
        shown["of"] = {name: _value(value, others) for name, value in node["of"].items()}
    if "facts" in node:
        shown["facts"] = [_fact(fact, employee, others) for fact in node["facts"]]
    if "children" in node:
        shown["children"] = [_node(child, employee, others) for child in node["children"]]
    return shown


def _value(value: Any, others: set[str]) -> Any:
    if isinstance(value, list):
        return [_value(each, others) for each in value]
    return WITHHELD if isinstance(value, str) and value in others else value


def _fact(fact: dict[str, Any], employee: str, others: set[str]) -> dict[str, Any]:
    """A fact of somebody else is held back, and so are others among those whom a fact lists."""
    content = fact["content"]
    if content == WITHHELD:
        return fact
    if content.get("employee", employee) != employee:
        return _withheld(fact)
    listed = {name: _value(value, others) for name, value in content.items() if isinstance(value, list)}
    return fact | {"content": content | listed}


def _withheld(fact: dict[str, Any]) -> dict[str, Any]:
    return fact | {"content": WITHHELD, "ref": None, "recorded_by": None, "source": None}
