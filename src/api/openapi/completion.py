"""What is the same for many operations: the parts of addresses, examples of answers, security, and the problems."""

from collections.abc import Iterator
from typing import Any

from api.openapi.addresses import parts_of
from api.openapi.descriptions import JSON
from api.openapi.examples import example_of
from api.problems import MEDIA_TYPE

Schema = dict[str, Any]

_FAILED = 400


def finish(document: Schema) -> None:
    """Complete every operation of a document, whose components are there."""
    components = document["components"]["schemas"]
    for path, operation in operations_of(document):
        operation["security"] = [{"key": []}, {"token": []}] if operation.get("x-permission") else []
        if "default" in operation["responses"]:
            _show_body(operation.get("requestBody", {}).get("content", {}).get(JSON), components)
            continue
        beside = [each for each in operation.get("parameters", ()) if each["in"] != "path"]
        operation["parameters"] = [*parts_of(path), *beside]
        for answer in operation["responses"].values():
            _show_example(answer.get("content", {}).get(JSON), components)
    _share_answers(document)


def operations_of(document: Schema) -> Iterator[tuple[str, Schema]]:
    """Every operation of a document, with its path."""
    return ((path, operation) for path, operations in document["paths"].items() for operation in operations.values())


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


def _show_example(media: Schema | None, components: dict[str, Schema]) -> None:
    if media is not None and "examples" not in media:
        media.setdefault("example", example_of(media["schema"], "", components))


def _share_answers(document: Schema) -> None:
    """Tell each answer that is a problem once: under the names of its kinds, to which operations refer."""
    shared = document["components"].setdefault("responses", {})
    for _path, operation in operations_of(document):
        answers = operation["responses"]
        for status, answer in answers.items():
            content = answer.get("content", {})
            if status == "default" or int(status) < _FAILED or list(content) != [MEDIA_TYPE]:
                continue
            name = "-or-".join(content[MEDIA_TYPE]["examples"])
            shared[name] = answer
            answers[status] = {"$ref": f"#/components/responses/{name}"}
