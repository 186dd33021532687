"""The JSON Schema of the rule parameters, read from the rule set itself."""

from typing import Any

from ledger.ruleset import MANUAL, RuleSet, parameter_of

Schema = dict[str, Any]

PARAMETERS = "RuleParameters"
"""The component that has every parameter; those that are left out are the manual's."""


def rule_components() -> dict[str, Schema]:
    """The component of the parameters, and those of the values that have parts."""
    whole = RuleSet.model_json_schema(ref_template="#/components/schemas/{model}")
    parts: dict[str, Schema] = {name: _closed(part) for name, part in whole.pop("$defs").items()}
    manual = MANUAL.model_dump(mode="json")
    properties = {
        name: _described(name, schema) | {"default": manual[name]} for name, schema in whole["properties"].items()
    }
    parameters = {
        "type": "object",
        "description": "Rule parameters; each that is left out has the manual's value, its default here.",
        "properties": properties,
        "additionalProperties": False,
    }
    return {PARAMETERS: parameters, **parts}


def _described(name: str, schema: Schema) -> Schema:
    told = parameter_of(name)
    return {"description": f"{told.zh} · {told.en} ({told.unit}, {told.clause})"} | _closed(schema)


def _closed(schema: Schema) -> Schema:
    """The schema without the titles that only repeat names; where names are of a form, no others may be there."""
    kept = {key: value for key, value in schema.items() if key not in ("title", "patternProperties")}
    if isinstance(kept.get("properties"), dict):
        kept["properties"] = {name: _closed(each) for name, each in kept["properties"].items()}
    for pattern, value in schema.get("patternProperties", {}).items():
        kept |= {"propertyNames": {"pattern": pattern}, "additionalProperties": value}
    return kept
