"""Explanations for print: a line a step, indented below the one that it explains, each with the facts it rests on."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from api.documents.printouts.blocks import Block, text
from api.documents.printouts.document_context import Material
from api.words.fact_words import fields_told
from api.words.labels import report_label
from api.words.language import Language
from api.words.wording import Wording
from ledger.facts import KINDS
from projections.explanation import Node

_DEEPEST = 12


def explanation_blocks(material: Material, explained: Sequence[Mapping[str, Any]]) -> Iterator[Block]:
    """Explanations, as a case has them for programs."""
    if not explained:
        yield text(material.said("There are none."))
    wording = Wording(material.language)
    for each in explained:
        where = material.said("ledger position %(position)s", position=each["position"])
        label = report_label(each["report"], material.language)
        yield text(" · ".join((label, each["period"], material.who(each["employee"]), where, each["rules"])))
        for child in each["explained"].get("children", ()):
            yield from _steps(material, wording, child, each["employee"], 1)


def _steps(material: Material, wording: Wording, told: Mapping[str, Any], employee: str, depth: int) -> Iterator[Block]:
    indent = min(depth, _DEEPEST)
    yield text(_line(wording, told), "step", indent)
    for fact in told.get("facts", ()):
        yield text(_fact(material, fact, employee), "note", indent + 1)
    for child in told.get("children", ()):
        yield from _steps(material, wording, child, employee, depth + 1)


def _line(wording: Wording, told: Mapping[str, Any]) -> str:
    value = told["value"]
    node = Node(
        term=told["term"],
        value=tuple(value) if isinstance(value, list) else value,
        unit=told.get("unit"),
        clause=told.get("clause"),
        of=told.get("of", {}),
        nothing=told.get("nothing", False),
    )
    shown = wording.value(node)
    parts = [f"{wording.told(node)}: {shown}" if shown else wording.told(node)]
    parts += [node.clause] if node.clause else []
    parts += [f"[{each}]" for each in wording.parameters(told.get("parameters", {}))]
    parts += [wording.above] if told.get("above") else []
    return "  ".join(parts)


def _fact(material: Material, fact: Mapping[str, Any], employee: str) -> str:
    kind = KINDS[fact["kind"]]
    label = kind.label_zh if material.chinese else kind.label_en
    content = fact["content"]
    told = content if isinstance(content, str) else fact_text(content, employee, material.language)
    recorded = fact["recorded_at"][:19].replace("T", " ")
    late = material.said("after the closing") if fact.get("late") else ""
    return "  ".join(filter(None, (f"#{fact['position']} {label}", told, recorded, fact["recorded_by"] or "", late)))


def fact_text(fields: Mapping[str, Any], employee: str, language: Language) -> str:
    """The fields of a fact in words; the employee of whom the page is goes without saying."""
    shown = {name: value for name, value in fields.items() if (name, value) != ("employee", employee)}
    return "  ".join(f"{label} {text}" for label, text in fields_told(shown, language))
