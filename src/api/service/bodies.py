"""The bodies of operations that are no facts: JSON objects of a declared form, nothing else."""

from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from starlette.requests import Request

from api.problems import Problem
from ledger.facts.interchange_line import refuse_too_many_parts
from ledger.refusal import RefusedError

JSON_TYPES = ("application/json", "text/json")


class Body(BaseModel):
    """The base of the bodies of operations: closed, and of exact types."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


_Body = TypeVar("_Body", bound=Body)


async def json_body(request: Request) -> bytes:
    """The body of a request that is to be JSON. Raises Problem where it says that it is something else."""
    given = request.headers.get("content-type", JSON_TYPES[0]).partition(";")[0].strip().lower()
    if given not in JSON_TYPES and not given.endswith("+json"):
        raise Problem("unsupported-media-type", f"the body is {given[:60]}; send application/json")
    return await request.body()


def read_body(model: type[_Body], body: bytes, *, optional: bool = False) -> _Body:
    """The body of an operation. Raises Problem where it is not of its form: the first thing that is wrong.

    An `optional` body may be left out; then each field has its default.
    """
    try:
        refuse_too_many_parts(body)
        return model.model_validate_json(b"{}" if optional and not body else body)
    except RefusedError as error:
        raise Problem.of("too-large", error.refusal) from None
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
    if first["type"] == "json_invalid" or not first["loc"]:
        raise Problem("malformed", "the body is no JSON object; send one with the fields of the operation")
    field = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        known = ", ".join(model.model_fields)
        raise Problem("invalid", f"there is no field {field[:60]!r}; there are: {known}", code="unknown_field")
    if first["type"] == "missing":
        raise Problem(
            "invalid", f"the field {field} is missing; /openapi.json says what it holds", code="missing_field"
        )
    message = str(first["msg"]).removeprefix("Value error, ")
    raise Problem("invalid", f"{field}: {message[:1].lower()}{message[1:]}", code="bad_value")
