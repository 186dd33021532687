"""The fields of a form for any kind of fact, by the types of its own fields: how each is filled in, and its bounds."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from api.console.visit import Visit
from api.words.fact_words import field_label
from ledger.facts.base import Fact, field_marks
from ledger.facts.codec import choices_of, form_of, part_of
from ledger.facts.spans import TIME_OF_DAY
from ledger.facts.types import PERIOD_PATTERN, Form, Identifies
from ledger.labels import is_labelled, label

TEXT, LONG, DATE, MOMENT, MONTH, TIME, DECIMAL, WHOLE, HOURS = (
    "text",
    "long",
    "date",
    "moment",
    "month",
    "time",
    "decimal",
    "whole",
    "hours",
)
CHOICE, CHOICES, ANSWER, PERSON, PEOPLE, TEAM, TEAMS, TEXTS, PARTS = (
    "choice",
    "choices",
    "answer",
    "person",
    "people",
    "team",
    "teams",
    "texts",
    "parts",
)
SEVERAL = (CHOICES, TEAMS)
"""The forms of fields that are sent once for each that is chosen."""
MINUTES = "minutes"
_IN_HOURS = "field in hours"
_LONG = 1_000
_BY_FORMAT = {"date": DATE, "date-time": MOMENT}
_BY_TYPE = {"integer": WHOLE, "boolean": ANSWER}
_BY_PATTERN = {PERIOD_PATTERN: MONTH, TIME_OF_DAY: TIME}
_SHORTEST = 200


@dataclass(frozen=True, slots=True)
class FactField:
    """A field of a kind, or of an object in it: its name in the interchange format, its form, and its bounds."""

    name: str
    form: str
    needed: bool
    """Whether something has to be filled in."""
    says_nothing: bool = False
    """Whether an empty field is recorded as null, which withdraws what was recorded."""
    choices: tuple[str, ...] = ()
    kind: str = ""
    least: int | None = None
    most: int | None = None
    longest: int = _SHORTEST
    unit: str = ""
    is_number: bool = False
    """Of choices: whether they are whole numbers."""
    parts: "tuple[FactField, ...]" = ()
    """Of a list of objects: the fields of each."""

    def called(self, visit: Visit) -> str:
        """What it is called; of what is filled in as hours and minutes no other unit is said."""
        if self.form == HOURS and is_labelled(_IN_HOURS, self.name):
            return capitalised(label(_IN_HOURS, self.name, visit.language))
        return capitalised(field_label(self.name, visit.language, self.kind))


def capitalised(text: str) -> str:
    """A text that begins with a capital, as labels and headings do."""
    return text[:1].upper() + text[1:]


def fact_fields(model: type[Fact], *without: str) -> tuple[FactField, ...]:
    """The fields to fill in of a kind, but for some; who acts by it is whoever sends it."""
    acting = {
        model.names[name]
        for name in model.actors
        if model.model_fields[name].is_required() and name not in model.act_together
    }
    hidden = {*without, *acting, "override_by", "override_reason"}
    return tuple(
        _field(model, name, model.names[name], model.kind)
        for name in model.own_fields
        if model.names[name] not in hidden
    )


def own_number_of(model: type[Fact]) -> str | None:
    """The name of the field that numbers what is new of a kind; None where its key says whom or when it is of."""
    attribute = model.own_number
    if attribute is None or attribute in model.on_ledger or model.supersedes:
        return None
    is_text = any(isinstance(mark, Identifies) for mark in field_marks(model, attribute))
    return model.names[attribute] if is_text else None


def _field(model: type[BaseModel], attribute: str, name: str, kind: str) -> FactField:
    annotation, required = model.model_fields[attribute].annotation, model.model_fields[attribute].is_required()
    nullable = required and type(None) in get_args(annotation)
    part = part_of(annotation)
    if part is not None:
        parts = tuple(_field(part, inner, inner, kind) for inner in part.model_fields)
        return FactField(name, PARTS, required and not nullable, nullable, kind=kind, parts=parts)
    declared = form_of(model, attribute)
    schema: Mapping[str, Any] = {} if declared is None else declared.schema
    choices = choices_of(annotation) or tuple(str(each) for each in schema.get("enum", ()))
    return FactField(
        name=name,
        form=_form(model, attribute, name),
        needed=required and not nullable,
        says_nothing=nullable,
        choices=choices,
        kind=kind,
        least=schema.get("minimum"),
        most=schema.get("maximum"),
        longest=schema.get("maxLength", _SHORTEST),
        unit="" if declared is None else declared.unit,
        is_number=schema.get("type") == "integer",
    )


def _form(model: type[BaseModel], attribute: str, name: str) -> str:
    annotation, declared = model.model_fields[attribute].annotation, form_of(model, attribute)
    schema: Mapping[str, Any] = {} if declared is None else declared.schema
    if choices_of(annotation) or "enum" in schema:
        return CHOICES if _is_list(annotation) else CHOICE
    if _is_list(annotation) or schema.get("type") == "array":
        return _of_list(model, attribute, name)
    if _names_somebody(model, attribute) or name == getattr(model, "of_team", None):
        return PERSON if _names_somebody(model, attribute) else TEAM
    return _of_figure(declared) or _of_schema(schema)


def _of_figure(declared: Form | None) -> str:
    """The form of a figure that is not shown as it is kept; empty of everything else."""
    if declared is None or declared.schema.get("type") == "object":
        return ""
    if declared.show is not None:
        return DECIMAL
    return HOURS if declared.unit == MINUTES else ""


def _of_list(model: type[BaseModel], attribute: str, name: str) -> str:
    if _names_somebody(model, attribute):
        return PEOPLE
    return TEAMS if name == getattr(model, "of_teams", None) else TEXTS


def _names_somebody(model: type[BaseModel], attribute: str) -> bool:
    """Whether a field names people, who may also be strangers where they only took part."""
    named = [getattr(model, where, ()) for where in ("on_ledger", "taking_part", "act_together")]
    return any(attribute in names for names in named)


def _of_schema(schema: Mapping[str, Any]) -> str:
    found = _BY_FORMAT.get(schema.get("format", "")) or _BY_TYPE.get(schema.get("type", ""))
    found = found or _BY_PATTERN.get(schema.get("pattern", ""))
    return found or (LONG if schema.get("maxLength", 0) > _LONG else TEXT)


def _is_list(annotation: Any) -> bool:
    return get_origin(annotation) is tuple or any(_is_list(option) for option in get_args(annotation))
