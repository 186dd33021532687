"""Conditions between the fields of a kind, which its model checks, as JSON Schema says them.

As `oneOf`, generators would take them for types.
"""

from typing import Any

from ledger.facts.instructions import FORMS

Schema = dict[str, Any]

_NOTHING: Schema = {"type": "null"}
_SOMETHING: Schema = {"not": _NOTHING}


def _where(field: str, *values: Any) -> Schema:
    return {"properties": {field: {"enum": [*values]}}, "required": [field]}


def _only_where(field: str, value: str, given: str) -> Schema:
    """A field is given where another has a value, and only there."""
    return {
        "if": _where(field, value),
        "then": {"properties": {given: _SOMETHING}, "required": [given]},
        "else": {"properties": {given: _NOTHING}},
    }


def _named_as_its_kind_is() -> Schema:
    """S13.10: `of` names what has no number by a period, or a quarter."""
    whole: Schema = {}
    for pattern in sorted({pattern for pattern, _ in FORMS.values()}):
        kinds = [kind for kind, form in FORMS.items() if form[0] == pattern]
        one = {"if": _where("of_kind", *kinds), "then": {"properties": {"of": {"pattern": f"^{pattern}$"}}}}
        whole = one | ({"else": whole} if whole else {})
    return whole


CONDITIONS: dict[str, Schema] = {
    "monitoring_revision": {
        "if": {"properties": {"withdrawn": {"const": True}}, "required": ["withdrawn"]},
        "then": {"properties": {"score": _NOTHING, "criteria": _NOTHING}},
        "else": {"properties": {"score": _SOMETHING, "withdrawn": _NOTHING}, "required": ["score"]},
    },
    "work_error": {"if": _where("type", "work_order"), "then": {"properties": {"refund": _NOTHING}}},
    "refund_update": _only_where("status", "corrected", "amount"),
    "promise_update": _only_where("status", "moved", "due_at"),
    "volume": {
        "if": {"properties": {"answered": _NOTHING}},
        "then": {"properties": dict.fromkeys(("offered", "within_target", "handled_seconds"), _NOTHING)},
        "else": {"properties": {"offered": _SOMETHING}},
    },
    "acknowledgement": _named_as_its_kind_is(),
}
"""By kind."""
