"""The problem of a field that is not of its form, by what the model says of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from api.problems.problem import Problem


def field_problem(error: Mapping[str, Any], where: Sequence[str]) -> Problem:
    """The problem of a field of what was sent, from an error of pydantic and the place of the field."""
    kind, field = error["type"], ".".join(where)
    if kind == "json_invalid" or not field:
        return Problem("malformed", "the body is not a JSON object; send one with the fields of the operation")
    if kind == "extra_forbidden":
        return Problem(
            "invalid", f"there is no field {field[:60]!r}; /openapi.json says which there are", code="unknown_field"
        )
    if kind == "missing":
        said = f"the field {field} is missing; /openapi.json says what it holds"
        return Problem("invalid", said, code="missing_field")
    return Problem("invalid", f"{field}: {message_of(error)}", code="bad_value")


def message_of(error: Mapping[str, Any]) -> str:
    """What an error of pydantic says, as the end of a sentence."""
    message = str(error["msg"]).removeprefix("Value error, ")
    return f"{message[:1].lower()}{message[1:]}"
