"""Making the description short: what says nothing is left out, and what many operations take is told once."""

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

Schema = dict[str, Any]
_BESIDE = ("description", "default", "examples", "example")
"""What stands beside a form."""
_SHARED = 2
"""From how many operations on a parameter is told once for all of them."""


def tidy(document: Schema, forms: Mapping[str, Schema]) -> None:
    """Shorten a document in place; it means the same afterwards. `forms` are the schemas that have names, by name."""
    for part in (document["paths"], document["components"]):
        untitled(part)
        _share_forms(part, {_text(schema): name for name, schema in forms.items()})
    _share_parameters(document)


def untitled(told: Any) -> None:
    """Leave out titles that only repeat names and null as a default; say what may be null in the type."""
    if isinstance(told, list):
        for each in told:
            untitled(each)
    if not isinstance(told, dict):
        return
    for name, each in list(told.items()):
        untitled(each)
        if name == "schema" and isinstance(each, dict) and told.get("description") == each.get("description"):
            each.pop("description", None)
    if isinstance(told.get("title"), str) and told.keys() & {"type", "anyOf", "$ref", "enum", "const", "allOf"}:
        del told["title"]
    if told.get("default", ...) is None and told.keys() & {"type", "anyOf", "$ref", "enum", "const"}:
        # Null where nothing is sent says nothing, and a generator of clients would ask for it.
        del told["default"]
    _nullable(told)


def _nullable(told: Schema) -> None:
    options = told.get("anyOf")
    if not isinstance(options, list) or len(options) != 2 or options[1] != {"type": "null"}:
        return
    first = options[0]
    if isinstance(first.get("type"), str):
        del told["anyOf"]
        told |= first | {"type": [told.get("type", first["type"]), "null"]}
        if "enum" in first:
            told["enum"] = [*first["enum"], None]


def _share_forms(told: Any, named: Mapping[str, str]) -> None:
    """Refer to a form by its name, wherever it stands by itself or with null."""
    if isinstance(told, list):
        for each in told:
            _share_forms(each, named)
    if not isinstance(told, dict):
        return
    for each in told.values():
        _share_forms(each, named)
    form = {name: value for name, value in told.items() if name not in _BESIDE}
    is_nullable = isinstance(form.get("type"), list) and form["type"][1:] == ["null"]
    name = named.get(_text(form | {"type": form["type"][0]} if is_nullable else form))
    if name is None:
        return
    for member in form:
        del told[member]
    reference = {"$ref": f"#/components/schemas/{name}"}
    told |= {"anyOf": [reference, {"type": "null"}]} if is_nullable else reference


def _never_null(parameter: Schema) -> None:
    """A parameter that is not given is left out: none is null."""
    schema = parameter.get("schema", {})
    if schema.get("default") in ("", None, False):
        schema.pop("default", None)
    if isinstance(schema.get("type"), list):
        schema["type"] = schema["type"][0]
    if schema.get("anyOf", [])[1:] == [{"type": "null"}]:
        schema |= schema.pop("anyOf")[0]
    if "enum" in schema:
        schema["enum"] = [each for each in schema["enum"] if each is not None]


def _share_parameters(document: Schema) -> None:
    operations = [each for methods in document["paths"].values() for each in methods.values()]
    for operation in operations:
        for each in operation.get("parameters", ()):
            _never_null(each)
    taken = Counter(_text(each) for operation in operations for each in operation.get("parameters", ()))
    shared: dict[str, Schema] = {}
    named: dict[str, str] = {}
    for operation in operations:
        parameters = operation.get("parameters", [])
        for index, each in enumerate(parameters):
            text = _text(each)
            if taken[text] < _SHARED:
                continue
            if text not in named:
                named[text] = _free_name(each["name"], shared)
                shared[named[text]] = each
            parameters[index] = {"$ref": f"#/components/parameters/{named[text]}"}
    document["components"]["parameters"] = shared


def _text(told: Schema) -> str:
    return json.dumps(told, sort_keys=True)


def _free_name(name: str, shared: dict[str, Schema]) -> str:
    number = 1
    while (found := name if number == 1 else f"{name}-{number}") in shared:
        number += 1
    return found
