"""An explanation for whom it is about: what rests on colleagues is told without saying who they are."""

from collections.abc import Collection
from typing import Any

WITHHELD = "[withheld]"
"""Stands for a colleague, or for what was recorded of one."""


def without_colleagues(told: dict[str, Any], employee: str, known: Collection[str]) -> dict[str, Any]:
    """An explanation, as an object, with nobody in it but one employee; `known` are the numbers of all."""
    others = set(known) - {employee}
    return told | {"explained": _node(told["explained"], employee, others)}


def own_case(told: dict[str, Any], employee: str, known: Collection[str]) -> dict[str, Any]:
    """A case for who disputes: colleagues are withheld, and so are facts and adjustments of theirs."""
    explained = {
        when: [without_colleagues(each, employee, known) for each in figures]
        for when, figures in told["explained"].items()
    }
    facts = [each for each in told["facts_since"] if each["fields"].get("employee", employee) == employee]
    adjusted = [each for each in told["adjustments"] if each["employee"] == employee]
    figures = [each for each in told["figures"] if each.get("employee", employee) == employee]
    return told | {"explained": explained, "facts_since": facts, "adjustments": adjusted, "figures": figures}


def _node(node: dict[str, Any], employee: str, others: set[str]) -> dict[str, Any]:
    shown = dict(node)
    shown["value"] = _value(node["value"], others)
    if "of" in node:
        shown["of"] = {name: _value(value, others) for name, value in node["of"].items()}
    if "facts" in node:
        shown["facts"] = [_fact(fact, employee) for fact in node["facts"]]
    if "children" in node:
        shown["children"] = [_node(child, employee, others) for child in node["children"]]
    return shown


def _value(value: Any, others: set[str]) -> Any:
    if isinstance(value, list):
        return [_value(each, others) for each in value]
    return WITHHELD if isinstance(value, str) and value in others else value


def _fact(fact: dict[str, Any], employee: str) -> dict[str, Any]:
    about = fact["content"].get("employee", employee)
    if about == employee:
        return fact
    return fact | {"content": WITHHELD, "ref": None, "recorded_by": None, "source": None}
