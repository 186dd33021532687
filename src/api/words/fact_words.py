"""A fact in words: what its fields are called, and their values as people read them, in Chinese and English."""

from collections.abc import Mapping
from typing import Any

from api.words.explanation_labels import word_label
from api.words.language import Language
from ledger.facts import KINDS
from ledger.labels import is_labelled, label

_TERMS = {
    "action",
    "about",
    "channel",
    "decision",
    "direction",
    "reason",
    "role",
    "status",
    "type",
    "of_kind",
    "theme",
    "result",
}
"""Fields whose values are terms, where they are one that has a label."""


def kind_label(kind: str, language: Language) -> str:
    """What a kind of fact is called."""
    return label("kind", kind, language)


def field_label(name: str, language: Language, kind: str = "") -> str:
    """What a field of a fact is called, in its kind where that calls it otherwise."""
    if is_labelled("field", f"{kind}.{name}"):
        return label("field", f"{kind}.{name}", language)
    if language is Language.CHINESE or is_labelled("field", name):
        return label("field", name, language)
    return name.replace("_", " ")


def field_text(name: str, value: Any, language: Language) -> str:
    """A field's value for people: a term by its label, an object by its fields, everything else as it is."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return label("answer", "yes" if value else "no", language)
    if isinstance(value, Mapping):
        return ", ".join(
            f"{field_label(key, language)} {field_text(key, each, language)}" for key, each in value.items()
        )
    if isinstance(value, list):
        return "; ".join(field_text(name, each, language) for each in value)
    if name in _TERMS and isinstance(value, str):
        return term_text(value, language)
    return str(value)


def term_text(value: str, language: Language) -> str:
    """A value that is one of those to choose from, by its label."""
    if is_labelled("fact value", value):
        return label("fact value", value, language)
    return kind_label(value, language) if value in KINDS else word_label(value, language)


def stated_fields(kind: str, content: Mapping[str, Any], recorded_by: str | None) -> frozenset[str]:
    """The fields in which somebody else than who recorded the fact is said to have acted: that is only stated."""
    if recorded_by is None or kind not in KINDS:
        return frozenset()
    model = KINDS[kind]
    names = (model.names[name] for name in model.actors)
    return frozenset(name for name in names if content.get(name) not in (None, recorded_by))


def fields_told(content: Mapping[str, Any], language: Language, kind: str = "") -> list[tuple[str, str]]:
    """The fields of a fact, each with what it is called and its value, in order; those that are null left out."""
    return [
        (field_label(name, language, kind), field_text(name, value, language))
        for name, value in content.items()
        if value is not None
    ]
