"""What an operation says beside its endpoint: who may ask for it, and an example of its body."""

from typing import Any

from api.openapi.examples import example_of

Schema = dict[str, Any]

_JSON = "application/json"


def complete(document: Schema) -> None:
    """Complete every operation of a document, whose components are there."""
    components = document["components"]["schemas"]
    for operation in (each for methods in document["paths"].values() for each in methods.values()):
        operation["security"] = [{"key": []}, {"token": []}] if operation.get("x-permission") else []
        _show_body(operation.get("requestBody", {}).get("content", {}).get(_JSON), components)


def _show_body(media: Schema | None, components: dict[str, Schema]) -> None:
    """Give a body an example: that of its component, else one of what its required fields say."""
    if media is None or "$ref" not in media["schema"]:
        return
    schema = components[media["schema"]["$ref"].rpartition("/")[2]]
    shown = schema.pop("examples", None)
    media["example"] = media.get("example") or (shown[0] if shown else _example_of_fields(schema, components))


def _example_of_fields(schema: Schema, components: dict[str, Schema]) -> Schema:
    required = schema.get("required", ())
    return {
        name: field["examples"][0] if "examples" in field else example_of(field, name, components)
        for name, field in schema.get("properties", {}).items()
        if name in required or "examples" in field
    }
