"""The JSON Schema of a kind of fact, read from its model: what is sent, and what is answered."""

from collections.abc import Mapping
from functools import cache
from types import NoneType
from typing import Any, Literal, get_args, get_origin

from annotated_types import MaxLen
from pydantic import BaseModel

from api.auth.authorship import left_out
from api.openapi.examples import example_of
from api.openapi.rule_schemas import PARAMETERS
from ledger.facts.base import KINDS, Fact
from ledger.facts.codec import form_of, part_of
from ledger.facts.roster import AwardTheme
from projections.awards import known_awards

Schema = dict[str, Any]

_EITHER: Mapping[str, Schema] = {
    "monitoring_revision": {
        "oneOf": [
            {"properties": {"withdrawn": {"type": "null"}, "score": {"not": {"type": "null"}}}, "required": ["score"]},
            {"properties": {"score": {"type": "null"}, "withdrawn": {"const": True}}, "required": ["withdrawn"]},
        ]
    }
}
"""Conditions between the fields of a kind, which its model checks."""
_EXAMPLES: Mapping[str, Schema] = {
    "monitoring_revision": {"score": "82.50"},
    "monitoring_form": {
        "form": "电话质检",
        "criteria": [
            {"name": "业务知识", "weight": 60, "critical": False},
            {"name": "沟通与安抚", "weight": 40, "critical": False},
            {"name": "核对用户信息", "weight": 0, "critical": True},
        ],
    },
    "site": {"name": "客服中心"},
    "employee": {"hired_on": "2026-10-01"},
    "holiday": {"date": "2026-10-01", "name": "国庆节"},
    "assignment": {"team": "乙组"},
    "leave": {"first_date": "2026-10-20", "last_date": "2026-10-20"},
}
"""What an example of a kind says beside, or instead of, what its required fields are by themselves."""
ZONE = "iana-time-zone"
"""The format of the name of a time zone; which there are depends on the time-zone data of a service."""
_ZONE: Schema = {"type": "string", "format": ZONE, "description": "An IANA time zone.", "examples": ["Asia/Shanghai"]}
_EXT: Schema = {
    "type": "object",
    "description": "Whatever else is to be kept with it, nested at most 16 deep.",
    "additionalProperties": {"$ref": "#/components/schemas/AnyValue"},
}
_EXACT = 2**53
ANY_VALUE: Schema = {
    "description": "A value of JSON whose numbers are exact.",
    "anyOf": [
        {"type": ["string", "boolean", "null"]},
        {"type": "number", "exclusiveMinimum": -_EXACT, "exclusiveMaximum": _EXACT},
        {"type": "array", "items": {"$ref": "#/components/schemas/AnyValue"}},
        {"type": "object", "additionalProperties": {"$ref": "#/components/schemas/AnyValue"}},
    ],
}


@cache
def sent_schema(model: type[Fact], without: tuple[str, ...] = ()) -> Schema:
    """The schema of a body with a fact's fields; `without` those that the address names."""
    shown = {name: field for name, field in model.names.items() if field not in without}
    schema: Schema = {
        "type": "object",
        "title": model.label_en,
        "description": f"{model.label_zh} · {_first_line(model)}",
        "properties": {
            **{field: field_schema(model, name) for name, field in shown.items()},
            **_said_by_the_address(model, without),
        },
        "required": _required(model, shown),
        "additionalProperties": False,
    }
    return schema | _EITHER.get(model.kind, {})


def _required(model: type[Fact], shown: Mapping[str, str]) -> list[str]:
    """The names of the fields that have to be sent; who acts may be left out, and is who sends it."""
    own = left_out(model)
    return [field for name, field in shown.items() if model.model_fields[name].is_required() and field not in own]


def _said_by_the_address(model: type[Fact], named: tuple[str, ...]) -> Schema:
    """What may stand in the body although the address says it, so that an interchange line can be sent as it is."""
    kind: Schema = {"const": model.kind, "description": "May be left out: the address says it."}
    return {"kind": kind}


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
        return {"$ref": f"#/components/schemas/{PARAMETERS}"}
    if name == "ext":
        return _EXT
    if (model, name) == (AwardTheme, "theme"):
        return {"type": "string", "enum": list(known_awards())}
    return _ZONE if (model, name) == (KINDS["site"], "time_zone") else None


def _schema_of(model: type[BaseModel], name: str) -> Schema:
    annotation = model.model_fields[name].annotation
    choices = _choices(annotation)
    part = part_of(annotation)
    if part is not None or _is_list(annotation):
        most = next(mark.max_length for mark in model.model_fields[name].metadata if isinstance(mark, MaxLen))
        items = _form_within(annotation) if part is None else _part_schema(part)
        return {"type": "array", "maxItems": most, "items": items}
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
    required = {
        field: example_of(field_schema(model, name), field)
        for name, field in model.names.items()
        if field in _required(model, model.names) and field not in without
    }
    return required | _EXAMPLES.get(model.kind, {})
