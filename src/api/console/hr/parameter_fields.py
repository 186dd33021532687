"""A form of rule parameters: a field that fits each one's type, and what was filled in read back."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from api.console.hr.parameter_words import CHAPTERS, NAMES, chapter_of, choice_name, lines_of, parameter_name, unit_name
from api.words.language import Language
from api.words.translation import said
from ledger.ruleset import MANUAL, RuleSet, parameter_of

Values = Mapping[str, Any]

_WHOLE, _DECIMAL, _CHOICE, _TRUTH, _TEXT = "whole", "decimal", "choice", "truth", "structured"
_EMPTY = "may be empty"
_NULL = {"type": "null"}
_DECIMALS = 2
_LONGEST_NUMBER = 12


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the form: how it is filled in, what stands in it, and what the manual has."""

    name: str
    label: str
    clause: str
    unit: str
    form: str
    text: str
    choices: tuple[tuple[str, str], ...]
    least: int | None
    most: int | None
    manual: tuple[str, ...]
    changed: bool

    @property
    def rows(self) -> int:
        """How many lines of text it takes."""
        return min(12, self.text.count("\n") + 2)


class WrongFieldError(Exception):
    """What was filled into a field cannot be taken; the text is the sentence, in the language of the form."""

    def __init__(self, name: str, sentence: str) -> None:
        """Of a field."""
        super().__init__(sentence)
        self.name = name


@cache
def manual() -> Values:
    """The manual's own values."""
    found: Values = MANUAL.model_dump(mode="json")
    return found


@cache
def _schemas() -> Mapping[str, Mapping[str, Any]]:
    found: Mapping[str, Mapping[str, Any]] = RuleSet.model_json_schema()["properties"]
    return {name: _plain(schema) for name, schema in found.items()}


def _plain(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """The schema of a value; of one that may be left empty, the one of the value that is there, marked so."""
    forms = schema.get("anyOf", [])
    if _NULL not in forms:
        return schema
    given = [form for form in forms if form != _NULL]
    return {**(given[0] if len(given) == 1 else {"anyOf": given}), _EMPTY: True}


def _form_of(name: str) -> str:
    schema = _schemas()[name]
    if "anyOf" in schema or "oneOf" in schema:
        forms = {form.get("type") for form in schema.get("anyOf", schema.get("oneOf"))}
        return _TEXT if forms & {"array", "object"} else _DECIMAL
    if "enum" in schema:
        return _CHOICE
    return {"integer": _WHOLE, "boolean": _TRUTH}.get(schema.get("type", ""), _TEXT)


def written(name: str, value: Any) -> str:
    """A value as it stands in its field: what has parts as JSON, one part a line."""
    form = _form_of(name)
    if form == _TRUTH:
        return "true" if value else "false"
    if value is None:
        return ""
    return _laid_out(value) if form == _TEXT else str(value)


def _laid_out(value: Any) -> str:
    if isinstance(value, dict):
        parts = [
            f"{json.dumps(key, ensure_ascii=False)}: {json.dumps(part, ensure_ascii=False)}"
            for key, part in value.items()
        ]
        return "{\n  " + ",\n  ".join(parts) + "\n}"
    if value and isinstance(value[0], dict):
        return "[\n  " + ",\n  ".join(json.dumps(part, ensure_ascii=False) for part in value) + "\n]"
    return json.dumps(value, ensure_ascii=False)


def fields_of(typed: Mapping[str, str], language: Language) -> dict[str, list[Field]]:
    """The fields by chapter, with what was typed into them."""
    found: dict[str, list[Field]] = {chapter: [] for chapter in CHAPTERS}
    for name in NAMES:
        found[chapter_of(name)].append(_field(name, typed[name], language))
    return found


def _field(name: str, text: str, language: Language) -> Field:
    schema, told, own = _schemas()[name], parameter_of(name), manual()[name]
    choices = tuple((choice, choice_name(name, choice, language)) for choice in schema.get("enum", ()))
    if _form_of(name) == _TRUTH:
        choices = (("true", said("yes", language)), ("false", said("no", language)))
    return Field(
        name,
        parameter_name(name, language),
        told.clause,
        unit_name(name, language),
        _form_of(name),
        text,
        choices,
        schema.get("minimum"),
        schema.get("maximum"),
        tuple(lines_of(name, own, language)),
        text.split() != written(name, own).split(),
    )


def read_fields(typed: Mapping[str, str], language: Language) -> dict[str, Any]:
    """The values of a form. Raises WrongFieldError for the first that is of another form."""
    return {name: _read(name, typed[name].strip(), language) for name in NAMES}


def _read(name: str, text: str, language: Language) -> Any:
    form, label = _form_of(name), parameter_name(name, language)
    if not text and _EMPTY in _schemas()[name]:
        return None
    if form == _WHOLE:
        return _whole(name, text, label, language)
    if form == _DECIMAL:
        return _decimal(name, text, label, language)
    if form == _TRUTH:
        return text == "true"
    if form == _CHOICE:
        return text
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        sentence = said(
            "%(name)s is not JSON from line %(line)s on; keep brackets, commas and quotes as they were.",
            language,
            name=label,
            line=line,
        )
        raise WrongFieldError(name, sentence) from None


def _whole(name: str, text: str, label: str, language: Language) -> int:
    schema = _schemas()[name]
    if text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER:
        number = int(text)
        if schema["minimum"] <= number <= schema["maximum"]:
            return number
    sentence = said(
        "%(name)s is %(given)s; enter a whole number from %(least)s to %(most)s.",
        language,
        name=label,
        given=text[:20] or said("empty", language),
        least=schema["minimum"],
        most=schema["maximum"],
    )
    raise WrongFieldError(name, sentence)


def _decimal(name: str, text: str, label: str, language: Language) -> str:
    whole, _, decimals = text.partition(".")
    right = (whole + decimals).isdigit() and text.isascii() and whole and len(decimals) <= _DECIMALS
    if right and len(text) <= _LONGEST_NUMBER:
        return f"{Decimal(text):.2f}"
    sentence = said(
        "%(name)s is %(given)s; enter a number with at most two decimals, such as 12.50.",
        language,
        name=label,
        given=text[:20] or said("empty", language),
    )
    raise WrongFieldError(name, sentence)


def differing(values: Values) -> dict[str, Any]:
    """What differs from the manual, which is what a rule set names."""
    return {name: value for name, value in values.items() if value != manual()[name]}
