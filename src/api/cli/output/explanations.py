"""An explanation for people: a tree, with the facts in full where they are first rested on."""

import json
import sys
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from api.disputes import footnote
from api.explanations import Facts, content_of
from api.operations.explanations import ExplainedFigure
from api.words.labels import coordinates, report_label
from api.words.language import Language
from api.words.visible_text import visible
from api.words.wording import Wording
from ledger.labels import label
from ledger.ledger import RecordedFact
from projections.explanation import Explanation, Node

_WIDEST = 10_000


def write_explanation(found: ExplainedFigure, language: Language, names: Mapping[str, str]) -> None:
    """Write an explanation to standard output, and below it a line for each open dispute about it."""
    write_tree(found.explanation, found.facts, found.zone, language, names.get(found.explanation.request.employee, ""))
    for each in found.disputes:
        print(visible(footnote(each, language, names)))


def write_tree(explanation: Explanation, facts: Facts, zone: ZoneInfo, language: Language, name: str) -> None:
    """Write an explanation to standard output; on a terminal as wide as that is, else no line folds."""
    writer = _Writer(facts, zone, language)
    console = Console(markup=False, emoji=False, highlight=False)
    if not sys.stdout.isatty():
        console.width = _WIDEST
    with console.capture() as drawn:
        console.print(writer.tree(explanation, name))
    print("\n".join(line.rstrip() for line in drawn.get().splitlines()))


class _Writer:
    def __init__(self, facts: Facts, zone: ZoneInfo, language: Language) -> None:
        self._facts = facts
        self._zone = zone
        self._language = language
        self._wording = Wording(language)
        self._shown: set[int] = set()
        self._employee = ""

    def tree(self, explanation: Explanation, name: str) -> Tree:
        request = explanation.request
        self._employee = request.employee
        of = " ".join(filter(None, (request.employee, visible(name))))
        parts = (report_label(request.name, self._language), explanation.period, of)
        where = coordinates(explanation.position, explanation.rules, self._language)
        tree = Tree(Text(" · ".join(filter(None, (*parts, *where)))))
        for child in explanation.node.children:
            self._add(tree, child)
        return tree

    def _add(self, tree: Tree, node: Node) -> None:
        branch = tree.add(Text(self._line(node)))
        for position in node.facts:
            branch.add(Text(self._fact(self._facts[position])))
        for child in node.children:
            self._add(branch, child)

    def _line(self, node: Node) -> str:
        told, value = self._wording.told(node), self._wording.value(node)
        if value:
            told += label("sign", "colon", self._language) + value
        parts = [told, *([node.clause] if node.clause else [])]
        parts += [f"[{each}]" for each in self._wording.parameters(node.parameters)]
        if node.above:
            parts.append(self._wording.above)
        return "  ".join(parts)

    def _fact(self, fact: RecordedFact) -> str:
        kind = label("kind", fact.fact.kind, self._language)
        if fact.position in self._shown:
            return f"#{fact.position} {kind}  {self._wording.above}"
        self._shown.add(fact.position)
        recorded = fact.recorded_at.astimezone(self._zone).isoformat(sep=" ", timespec="seconds")
        # The employee of whom the figure is goes without saying.
        content = {name: of for name, of in content_of(fact).items() if (name, of) != ("employee", self._employee)}
        parts = [f"#{fact.position} {kind}", *(_field(*each) for each in content.items())]
        parts.append(self._told("recorded", moment=recorded))
        parts += [self._told("late")] if fact.position in self._facts.late else []
        origins = {"recorded_by": fact.fact.recorded_by, "source": fact.fact.source}
        parts += [self._told(origin, name=visible(text)) for origin, text in origins.items() if text]
        parts += [f"ref {visible(fact.fact.ref)}"] if fact.fact.ref else []
        return "  ".join([*parts, f"id {fact.id}"])

    def _told(self, key: str, **parts: object) -> str:
        return label("explained fact", key, self._language, **parts)


def _field(name: str, value: Any) -> str:
    """A field of a fact: a text as it is, everything else as JSON."""
    return visible(f"{name}={value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}")
