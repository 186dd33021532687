"""The JSON Schema of a kind of fact, read from its model: what is sent, and what is answered."""

from collections.abc import Mapping
from functools import cache
from types import NoneType
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel

from ledger.facts.base import COMMON, KINDS, Fact
from ledger.facts.codec import form_of, part_of
from ledger.facts.roster import AwardTheme
from ledger.ruleset import RuleSet, parameter_of
from projections.awards import known_awards

Schema = dict[str, Any]

IDENTIFIER = "Identifier"
_EITHER: Mapping[str, Schema] = {
    "monitoring_revision": {
        "oneOf": [
            {"properties": {"withdrawn": {"type": "null"}, "score": {"not": {"type": "null"}}}, "required": ["score"]},
            {"properties": {"score": {"type": "null"}, "withdrawn": {"const": True}}, "required": ["withdrawn"]},
        ]
    }
}
"""Conditions between the fields of a kind, which its model checks."""
_ZONE: Schema = {"type": "string", "description": "An IANA time zone.", "examples": ["Asia/Shanghai"]}


@cache
def sent_schema(model: type[Fact], without: tuple[str, ...] = ()) -> Schema:
    """The schema of a body with a fact's fields; `without` those that the address names."""
    shown = {name: field for name, field in model.names.items() if field not in without}
    schema: Schema = {
        "type": "object",
        "title": model.label_en,
        "description": f"{model.label_zh} · {_first_line(model)}",
        "properties": {field: field_schema(model, name) for name, field in shown.items()},
        "required": [field for name, field in shown.items() if model.model_fields[name].is_required()],
        "additionalProperties": False,
    }
    return schema | _EITHER.get(model.kind, {})


def field_schema(model: type[BaseModel], name: str) -> Schema:
    """The schema of a field, null included where it may be null."""
    field = model.model_fields[name]
    schema = _special(model, name) or _schema_of(model, name)
    nullable = NoneType in get_args(field.annotation)
    if not nullable:
        return schema
    if isinstance(schema.get("type"), str):
        return schema | {"type": [schema["type"], "null"], **_with_null(schema)}
    return {"anyOf": [*(schema.get("anyOf") or [schema]), {"type": "null"}]}


def _with_null(schema: Schema) -> Schema:
    return {"enum": [*schema["enum"], None]} if "enum" in schema else {}


def _special(model: type[BaseModel], name: str) -> Schema | None:
    if (model, name) == (KINDS["rules"], "parameters"):
        described = {
            each: {"description": f"{parameter_of(each).en} ({parameter_of(each).unit}, {parameter_of(each).clause})"}
            for each in RuleSet.model_fields
        }
        return {"type": "object", "properties": described, "additionalProperties": False}
    if (model, name) == (AwardTheme, "theme"):
        return {"type": "string", "enum": list(known_awards())}
    return _ZONE if (model, name) == (KINDS["site"], "time_zone") else None


def _schema_of(model: type[BaseModel], name: str) -> Schema:
    annotation = model.model_fields[name].annotation
    choices = _choices(annotation)
    part = part_of(annotation)
    if part is not None:
        return {"type": "array", "maxItems": 1_000, "items": _part_schema(part)}
    if _is_list(annotation):
        return {"type": "array", "maxItems": 1_000, "items": _form_within(annotation)}
    if choices:
        return {"type": "string", "enum": choices}
    form = form_of(model, name)
    assert form is not None, f"{model.__name__}.{name} has no form"
    return dict(form.schema)


def _part_schema(part: type[BaseModel]) -> Schema:
    return {
        "type": "object",
        "properties": {name: field_schema(part, name) for name in part.model_fields},
        "required": [name for name, field in part.model_fields.items() if field.is_required()],
        "additionalProperties": False,
    }


def _is_list(annotation: Any) -> bool:
    return get_origin(annotation) is tuple or any(_is_list(option) for option in get_args(annotation))


def _form_within(annotation: Any) -> Schema:
    """The schema of the items of a list, from the form that their type declares."""
    schema = getattr(annotation, "schema", None)
    if schema is not None:
        return dict(schema)
    metadata = (mark for mark in getattr(annotation, "__metadata__", ()) if hasattr(mark, "schema"))
    found = next((dict(mark.schema) for mark in metadata), None)
    return found or next(inner for option in get_args(annotation) if (inner := _form_within(option)))


def _choices(annotation: Any) -> list[Any]:
    if get_origin(annotation) is Literal:
        return list(get_args(annotation))
    return [choice for option in get_args(annotation) for choice in _choices(option)]


def _first_line(model: type[Fact]) -> str:
    return (model.__doc__ or "").strip().splitlines()[0]


def required_example(model: type[Fact], without: tuple[str, ...] = ()) -> Schema:
    """An example of a body: every required field, and what tells what is meant."""
    return {
        field: example_of(field_schema(model, name), field)
        for name, field in model.names.items()
        if model.model_fields[name].is_required() and field not in without and field not in COMMON[:1]
    }


_EXAMPLES: Mapping[str, Any] = {
    "employee": "E0003", "requester": "E0003", "counterparty": "E0002", "name": "张伟", "team": "甲组", "shift": "R",
    "at": "2026-10-12T08:27:00+08:00", "date": "2026-10-12", "by": "E0001", "evaluator": "QA1", "period": "2026-10",
    "time_zone": "Asia/Shanghai", "first_period": "2026-10", "monthly": "4600.00", "amount": "88.00", "score": "82.50",
    "reason": "…", "text": "…", "note": "…", "parameters": {"night_allowance": "15"}, "effective_period": "2027-01",
    "lots": [{"period": "2026-08", "minutes": 120}], "of_kind": "clock", "requested_on": "2026-10-08",
}  # fmt: skip


def example_of(schema: Schema, field: str) -> Any:
    """An example of a field."""
    if "enum" in schema:
        return schema["enum"][0]
    if field in _EXAMPLES:
        return _EXAMPLES[field]
    kind = schema.get("type")
    if schema.get("format") == "date" or (isinstance(kind, list) and schema.get("format") == "date"):
        return "2026-10-12"
    options = kind if isinstance(kind, list) else [kind]
    plain = {"integer": schema.get("minimum", 0), "boolean": True, "array": [], "object": {}}
    return next((plain[option] for option in options if option in plain), f"{field[:1].upper()}1")
