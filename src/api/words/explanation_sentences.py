"""The first sentence of an explanation: a figure, and what it comes from, before all its steps."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from api.words.explanation_labels import term_label
from api.words.language import Language
from api.words.leave_time import clock_hours
from api.words.wording import Wording
from ledger.labels import label
from projections.explanation import Node

_MOST = 5
"""Parts that a sentence names; the steps below it have all."""
_MINUTES = "minutes"
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d", re.ASCII)
_NOTHING = (None, 0, "0.00", False)


def sentences(explained: Mapping[str, Any], language: Language, quantity: Sequence[str] = ()) -> list[str]:
    """A sentence a figure or row that is explained, such as “Worked: 168:00, from 14 × counted minutes 168:00”.

    `quantity` is what a line of pay is a multiple of, such as ``8 nights × 15.00``, where it is one.
    """
    found = [_sentence(each, language, quantity) for each in explained.get("children", [])]
    return [f"{each[:1].upper()}{each[1:]}" for each in found if each]


def _sentence(step: Mapping[str, Any], language: Language, quantity: Sequence[str]) -> str:
    called, value = term_label(step["term"], language, step.get("clause")), _value(step, language)
    parts = list(quantity) or _parts(step.get("children", []), language)
    told = ", ".join(parts)
    if not value:
        return label("explanation sentence", "parts", language, figure=called, parts=told) if parts else ""
    if not parts:
        return label("explanation sentence", "value", language, figure=called, value=value)
    return label("explanation sentence", "value:parts", language, figure=called, value=value, parts=told)


def _parts(steps: Iterable[Mapping[str, Any]], language: Language) -> list[str]:
    """What there is of the steps of a figure; several of one term together."""
    alike: dict[str, list[Mapping[str, Any]]] = {}
    for step in steps:
        if step["value"] not in _NOTHING:
            alike.setdefault(step["term"], []).append(step)
    parts = [_together(term, found, language) for term, found in alike.items()]
    return parts if len(parts) <= _MOST else [*parts[:_MOST], "…"]


def _together(term: str, found: Sequence[Mapping[str, Any]], language: Language) -> str:
    called = term_label(term, language)
    if len(found) == 1:
        return f"{called} {_value(found[0], language)}"
    values = [step["value"] for step in found]
    if found[0].get("unit") == _MINUTES and all(isinstance(value, int) for value in values):
        return f"{len(found)} × {called} ({clock_hours(sum(values))})"
    return f"{len(found)} × {called}"


def _value(step: Mapping[str, Any], language: Language) -> str:
    value = step["value"]
    if step.get("unit") == _MINUTES and isinstance(value, int):
        return clock_hours(value)
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        return value.replace("T", " ")
    shown = tuple(value) if isinstance(value, list) else value
    return Wording(language).value(Node(step["term"], shown, step.get("unit"), step.get("clause"), nothing=True))
