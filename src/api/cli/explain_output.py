"""An explanation for people: a tree, with the facts in full where they are first rested on."""

import json
import sys
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from api.cli.history_output import visible
from api.explanations import Facts, content_of
from api.labels import report_label
from api.language import Language
from api.terms import clause_label, note_label, parameter_label, term_label, unit_label, word_label
from ledger.ledger import RecordedFact
from projections.explain import Explanation, Node, Value

_WIDEST = 10_000
_WORDS = {"type", "component", "theme", "direction", "taken_as", "status", "role", "pool", "reason"}
"""The notes whose values are terms that have labels of their own."""
_LABELLED = {"status", "leave_type", "role", "pool", "kind", "theme"}
"""The steps whose values are."""

_LONG = {"report_digests", "closing_digest"}
"""Fields of a closing that `workledger closings --json` shows."""


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
        self._chinese = language is Language.CHINESE
        self._shown: set[int] = set()
        self._employee = ""

    def tree(self, explanation: Explanation, name: str) -> Tree:
        request = explanation.request
        self._employee = request.employee
        of = " ".join(filter(None, (request.employee, visible(name))))
        label = report_label(request.name, self._language)
        place = "账本位置" if self._chinese else "ledger position"
        rules = "规则" if self._chinese else "rules"
        parts = (label, explanation.period, of, f"{place} {explanation.position}", f"{rules} {explanation.rules}")
        tree = Tree(Text(" · ".join(parts)))
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
        label = term_label(node.term, self._language)
        notes = [
            f"{note_label(key, self._language)} {self._note(key, of)}" for key, of in node.of.items() if of is not None
        ]
        told = f"{label} ({', '.join(notes)})" if notes else label
        value = self._value(node)
        if value:
            told += f"{'：' if self._chinese else ': '}{value}"
        parts = [told, *([node.clause] if node.clause else []), *self._parameters(node.parameters)]
        if node.above:
            parts.append(term_label("above", self._language))
        return "  ".join(parts)

    def _value(self, node: Node) -> str:
        value = node.value
        if node.term == "excluded":
            return f"{value} {clause_label(str(value), self._language)}".strip()
        if value is None:
            # A step that only says that there is nothing, or only gathers others, has no value to be missing.
            return "" if node.nothing or node.unit is None else "–"
        told = self._said(value, labelled=node.term in _LABELLED)
        return told if node.unit is None else f"{told} {unit_label(node.unit, self._language)}"

    def _said(self, value: Value, *, labelled: bool) -> str:
        if isinstance(value, bool):
            yes, no = ("是", "否") if self._chinese else ("yes", "no")
            return yes if value else no
        if isinstance(value, tuple):
            return " ".join(value)
        return word_label(value, self._language) if labelled and isinstance(value, str) else visible(str(value))

    def _note(self, name: str, value: Value) -> str:
        return self._said(value, labelled=name in _WORDS)

    def _parameters(self, parameters: Mapping[str, Any]) -> list[str]:
        return [f"[{parameter_label(name, self._language)} {_plain(value)}]" for name, value in parameters.items()]

    def _fact(self, fact: RecordedFact) -> str:
        kind = fact.fact.label_zh if self._chinese else fact.fact.label_en
        if fact.position in self._shown:
            return f"#{fact.position} {kind}  {term_label('above', self._language)}"
        self._shown.add(fact.position)
        recorded = fact.recorded_at.astimezone(self._zone).isoformat(sep=" ", timespec="seconds")
        words = ("记录于", "记录人", "来源") if self._chinese else ("recorded", "by", "source")
        late = ("关账后记录" if self._chinese else "after the closing") if fact.position in self._facts.late else ""
        # The employee of whom the figure is goes without saying.
        content = {
            name: of
            for name, of in content_of(fact).items()
            if (name, of) != ("employee", self._employee) and name not in _LONG
        }
        parts = [f"#{fact.position} {kind}", *(_field(*each) for each in content.items()), f"{words[0]} {recorded}"]
        parts += [late] if late else []
        origins = ((words[1], fact.fact.recorded_by), (words[2], fact.fact.source), ("ref", fact.fact.ref))
        parts += [f"{word} {visible(text)}" for word, text in origins if text]
        return "  ".join([*parts, f"id {fact.id}"])


def _field(name: str, value: Any) -> str:
    """A field of a fact: a text as it is, everything else as JSON."""
    return visible(f"{name}={value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}")


def _plain(value: Any) -> str:
    """A parameter's value on a line: names beside values, rows between semicolons."""
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {_plain(each)}" for name, each in value.items())
    if isinstance(value, list):
        return "; ".join(_plain(each) for each in value)
    if value is None:
        return "–"
    return ("true" if value else "false") if isinstance(value, bool) else str(value)
