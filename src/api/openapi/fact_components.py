"""The components of the kinds of facts: what is sent to record one, read from its model."""

from functools import cache
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import models_json_schema

from api.auth.authorship import left_out
from api.openapi.conditions import CONDITIONS
from api.openapi.examples import example_of
from api.openapi.rule_schemas import PARAMETERS
from api.openapi.tidiness import untitled
from ledger.facts.base import KINDS, Fact
from ledger.facts.types import Date, Identifier, Instant, Label, Money, Period, Salary, Score, Text

Schema = dict[str, Any]

ZONE = "iana-time-zone"
"""The format of the name of a time zone; which there are depends on the time-zone data of a service."""
_REFERENCE = "#/components/schemas/{model}"


def component_of(model: type[Fact]) -> str:
    """What the component of a kind is called: ``ClockFact``."""
    return f"{model.__name__.removesuffix('Fact')}Fact"


def recorded_by_itself() -> list[type[Fact]]:
    """The kinds that come in by themselves, and not with a command."""
    return [model for model in KINDS.values() if not model.by_command]


def forms() -> dict[str, Schema]:
    """The forms of fields of facts that have names: an instant, a date, a period, an identifier, and the like."""
    named = (Instant, Date, Period, Identifier, Label, Text, Money, Salary, Score)
    names = ("Instant", "Date", "PeriodName", "Identifier", "Label", "Text", "Money", "Salary", "Score")
    return {name: TypeAdapter(each).json_schema() for name, each in zip(names, named, strict=True)}


@cache
def fact_components() -> dict[str, Schema]:
    """The component of each kind that comes in by itself, and of the objects within them."""
    models = recorded_by_itself()
    _, told = models_json_schema([(model, "validation") for model in models], ref_template=_REFERENCE)
    definitions: dict[str, Schema] = told["$defs"]
    untitled(definitions)
    sent = {model: definitions.pop(model.__name__) for model in models}
    kinds = {component_of(model): _component(model, schema, definitions) for model, schema in sent.items()}
    return definitions | kinds


def _component(model: type[Fact], schema: Schema, parts: dict[str, Schema]) -> Schema:
    """The schema of a body: what the address says, and who acts, may be left out of it."""
    properties: dict[str, Schema] = schema["properties"]
    addressed = set(model.natural_key[:1] if model.follows is not None else ())
    own = left_out(model) | addressed
    in_order = {name: properties[name] for name in model.names.values() if name not in addressed}
    if "parameters" in in_order and model is KINDS["rules"]:
        in_order["parameters"] = {"$ref": _REFERENCE.format(model=PARAMETERS)}
    if "time_zone" in in_order and model is KINDS["site"]:
        in_order["time_zone"] = {
            "type": "string", "format": ZONE, "description": "An IANA time zone.", "examples": ["Asia/Shanghai"],
        }  # fmt: skip
    kind = {"const": model.kind, "description": "May be left out: the address says it."}
    required = [name for name in schema.get("required", ()) if name not in own]
    whole: Schema = {
        "type": "object",
        "description": f"{model.label_zh} · {(model.__doc__ or '').strip().splitlines()[0]}",
        "properties": {"kind": kind, **in_order},
        "required": required,
        "additionalProperties": False,
        **CONDITIONS.get(model.kind, {}),
    }
    shown = _EXAMPLES.get(model.kind, {})
    example = {name: example_of(in_order[name], name, parts) for name in required if name not in shown}
    return whole | {"examples": [example | shown]}


_EXAMPLES: dict[str, Schema] = {
    "monitoring_revision": {"score": "82.50"},
    "monitoring_form": {
        "form": "电话质检",
        "criteria": [
            {"name": "业务知识", "weight": 60, "critical": False},
            {"name": "沟通与安抚", "weight": 40, "critical": False},
            {"name": "核对用户信息", "weight": 0, "critical": True},
        ],
    },
    "appraisal_form": {
        "form": "客服工作评核",
        "items": [
            {"item": "回复质量", "max": "80.50", "source": "judged"},
            {
                "item": "迟到",
                "max": "19.50",
                "source": "metric",
                "metric": "ledger.late_times",
                "scale": [{"at_most": "0", "points": "19.50"}, {"at_most": "1", "points": 10}],
            },
        ],
    },
    "metric": {"metric": "平均处理时长", "value": "310.50"},
    "appraisal": {"form": "客服工作评核", "points": {"回复质量": "72.25"}},
    "rules": {"parameters": {"night_allowance": "15"}},
    "site": {"name": "客服中心"},
    "employee": {"hired_on": "2026-10-01"},
    "holiday": {"date": "2026-10-01", "name": "国庆节"},
    "assignment": {"team": "乙组"},
    "leave": {"first_date": "2026-10-20", "last_date": "2026-10-20"},
}
"""What an example of a kind says beside, or instead of, what its required fields are by themselves."""
