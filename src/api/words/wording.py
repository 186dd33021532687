"""One step of an explanation in words: what it is, its value, the parameters in force; on a terminal or a page."""

from collections.abc import Mapping
from typing import Any

from api.words.explanation_labels import (
    clause_label,
    note_label,
    parameter_label,
    term_label,
    unit_label,
    word_label,
)
from api.words.language import Language
from api.words.visible_text import visible
from ledger.labels import is_labelled, label
from projections.explanation import Node, Value

_WORDS = {
    "type", "component", "theme", "direction", "taken_as", "status", "role", "pool", "reason", "rule", "pay",
    "compensation", "channel",
}  # fmt: skip
"""The notes whose values are terms that have labels of their own."""
_DAY = 1000
"""In thousandths of a day."""
_LABELLED = {"status", "leave_type", "role", "pool", "kind", "theme", "complaint_update"}
"""The steps whose values are."""


class Wording:
    """The words of steps in one language."""

    def __init__(self, language: Language) -> None:
        """In a language."""
        self._language = language
        self._chinese = language is Language.CHINESE

    def told(self, node: Node) -> str:
        """What a step is, with what tells it from others of its term: ``monitoring (number MO1, date 2026-10-03)``."""
        label = term_label(node.term, self._language, node.clause)
        notes = [
            f"{note_label(key, self._language)} {self._note(key, of)}" for key, of in node.of.items() if of is not None
        ]
        return f"{label} ({', '.join(notes)})" if notes else label

    def value(self, node: Node) -> str:
        """Its value with its unit; empty where it has none."""
        value = node.value
        if node.term == "excluded":
            return f"{value} {clause_label(str(value), self._language)}".strip()
        if value is None:
            # A step that only says that there is nothing, or only gathers others, has no value to be missing.
            return "" if node.nothing or node.unit is None else "–"
        if node.unit == "milli_days" and isinstance(value, int):
            return f"{_days(value)} {unit_label('days', self._language)}"
        told = self._said(value, labelled=node.term in _LABELLED)
        return told if node.unit is None else f"{told} {unit_label(node.unit, self._language)}"

    def parameters(self, parameters: Mapping[str, Any]) -> list[str]:
        """The parameters in force, each with its name and value."""
        return [f"{parameter_label(name, self._language)} {self._plain(value)}" for name, value in parameters.items()]

    @property
    def above(self) -> str:
        """What stands where a figure was explained above."""
        return term_label("above", self._language)

    def _said(self, value: Value, *, labelled: bool) -> str:
        if isinstance(value, bool):
            return label("answer", "yes" if value else "no", self._language)
        if isinstance(value, tuple):
            return " ".join(value)
        return word_label(value, self._language) if labelled and isinstance(value, str) else visible(str(value))

    def _note(self, name: str, value: Value) -> str:
        return self._said(value, labelled=name in _WORDS)

    def _plain(self, value: Any) -> str:
        """A parameter's value on a line: names beside values, rows between semicolons."""
        if isinstance(value, Mapping):
            return ", ".join(f"{self._part(name)} {self._plain(each)}" for name, each in value.items())
        if isinstance(value, list):
            return "; ".join(self._plain(each) for each in value)
        if value is None:
            return "–"
        if isinstance(value, bool):
            return self._said(value, labelled=False) if self._chinese else ("true" if value else "false")
        return self._part(str(value))

    def _part(self, name: str) -> str:
        """A name or a word of a parameter: in English as rule sets write it."""
        if not self._chinese:
            return name
        if is_labelled("parameter part", name):
            return label("parameter part", name, self._language)
        return word_label(note_label(name, self._language), self._language)


def _days(milli_days: int) -> str:
    """Thousandths of a day as days: 3000 is ``3``, 1500 is ``1.5``."""
    whole, rest = divmod(abs(milli_days), _DAY)
    return f"{'−' if milli_days < 0 else ''}{whole}.{rest:03}".rstrip("0").rstrip(".")
