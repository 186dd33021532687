"""Examples of what is sent: told where the shape alone says little, else made of a schema."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ledger.facts.streams import key_stream

Schema = dict[str, Any]

_INSTANT = "2026-10-12T08:27:00+08:00"
FACT_ID = f"{key_stream('clock', ('E0003', datetime.fromisoformat(_INSTANT), None))}.1"
"""Of the punch that is the example of one."""
_NAMED: Mapping[str, Any] = {
    "employee": "E0003", "requester": "E0003", "counterparty": "E0002", "name": "张伟", "team": "甲组", "shift": "R",
    "at": _INSTANT, "date": "2026-10-12", "period": "2026-10", "time_zone": "Asia/Shanghai",
    "first_period": "2026-10", "monthly": "4600.00", "amount": "88.00", "score": "82.50", "reason": "…", "text": "…",
    "note": "…", "of": "74-20261012-0827", "of_kind": "clock", "from_leader": "E0001", "to_leader": "E0004",
    "attendee": "E0003",
    "praise": "P-1024", "error": "W-1024", "violation": "V-1024", "handover": "H-1024", "briefing": "B-1024",
    "leave": "L-1024", "swap": "S-1024", "dispute": "D-1024", "monitoring": "M-1024", "complaint": "C-1024",
    "allowance": "A-1024", "correction": "K-1024", "exam": "X-1024", "minutes": 90, "type": "annual",
    "effective_period": "2027-01", "lots": [{"period": "2026-08", "minutes": 120}], "requested_on": "2026-10-08",
    "version": "2027-01 allowances", "last_day": "2026-10-31", "from": "2027-01", "theme": "helper", "grant": "G-1024",
    "year": "2026", "continuous_from": "2020-07-01", "quarter": "2026-Q3", "until": "18:00", "interval": "09:30",
    "request": "Q-1024", "refund": "R-1024", "promise": "P-1024", "plan": "I-1024", "task": "T-1024", "to": "E0003",
    "reminder": "N-1024", "instruction": "I-1024", "training": "T-1024", "test": "C-1024", "review": "V-1024",
    "title": "…", "finding": "…", "actions": "…", "decision": "…", "item": "base", "topic": "…", "line": "400-1",
}  # fmt: skip
"""By the name of a field: what tells what is meant."""
_TIME = "08:30"
"""Of a field that is named as one of a date or a period, and is a time of the day."""

_FORMATS = {"date": "2026-10-12", "date-time": _INSTANT, "uri": "https://hr.example/ledger"}
_PLAIN: Mapping[str, Any] = {"boolean": True, "object": {}}


def example_of(schema: Schema, field: str = "", components: Mapping[str, Schema] | None = None) -> Any:
    """An example of a field, or of a component that a schema refers to."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return example_of((components or {})[name], field, components)
    if "enum" in schema:
        return _NAMED[field] if _NAMED.get(field) in schema["enum"] else schema["enum"][0]
    if field in _NAMED and _fits(_NAMED[field], schema):
        return _NAMED[field]
    if schema.get("format") in _FORMATS:
        return _FORMATS[schema["format"]]
    return _made(schema, field, components)


def _made(schema: Schema, field: str, components: Mapping[str, Schema] | None) -> Any:
    types = _types(schema)
    if "object" in types and "properties" in schema:
        return {name: example_of(each, name, components) for name, each in schema["properties"].items()}
    if "array" in types:
        return [example_of(schema["items"], field.removesuffix("s"), components)] if "items" in schema else []
    if "integer" in types:
        return int(schema.get("minimum", 0))
    text = f"{field[:1].upper()}1"
    return next((_PLAIN[each] for each in types if each in _PLAIN), text if _fits(text, schema) else _TIME)


_PYTHON: Mapping[str, type | tuple[type, ...]] = {
    "string": str, "integer": int, "boolean": bool, "object": dict, "array": list, "null": type(None),
}  # fmt: skip


def _types(schema: Schema) -> list[str]:
    given = schema.get("type", [])
    return given if isinstance(given, list) else [given]


def _fits(value: Any, schema: Schema) -> bool:
    """Whether a value is of a type that a schema names, and of its form; where it names none, it may be any."""
    types = _types(schema)
    if isinstance(value, str) and re.search(schema.get("pattern", ""), value) is None:
        return False
    return not types or any(isinstance(value, _PYTHON[each]) for each in types)
