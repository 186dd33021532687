"""What an operation says of itself, in one call beside it; a route without it is not made."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from starlette.responses import Response

from api.openapi.schemas import Schema, ref
from api.problems import MEDIA_TYPE, PROBLEMS, ProblemKind
from api.service.guard import PERMISSION
from api.service.idempotency import KEY_PATTERN

JSON = "application/json"
_ALWAYS = (
    "not-authenticated",
    "not-permitted",
    "refused",
    "too-many-requests",
    "head-too-large",
    "internal",
    "damaged",
    "unavailable",
)
_READING = (*_ALWAYS, "malformed", "not-found", "not-acceptable", "invalid")
_WRITING = (
    *_ALWAYS,
    "malformed",
    "not-found",
    "conflict",
    "invalid",
    "too-slow",
    "too-large",
    "unsupported-media-type",
)

AS_OF = "As known at a ledger position, or at an instant such as 2026-11-05T09:00:00+08:00."
RULES = "Under this rule set, `manual` for the manual's own, instead of the period's."


def query(name: str, description: str, schema: Schema | None = None, *, many: bool = False) -> Schema:
    """A query parameter that an operation reads by itself."""
    of_one = schema or {"type": "string", "minLength": 1, "pattern": r"^[^\x00]+$"}
    return {
        "name": name,
        "in": "query",
        "required": False,
        "description": description,
        "schema": {"type": "array", "items": of_one} if many else of_one,
    }


def header(name: str, description: str, schema: Schema | None = None) -> Schema:
    """A request header that an operation reads."""
    of_one = schema or {"type": "string", "minLength": 1}
    return {"name": name, "in": "header", "required": False, "description": description, "schema": of_one}


IDEMPOTENCY_KEY = header(
    "Idempotency-Key",
    "1 to 200 characters, such as a UUID, a new one a request; a retry under the same key is answered the same again. "
    "For a fact without a `ref` it is the `ref`.",
    {"type": "string", "pattern": KEY_PATTERN, "maxLength": 202, "examples": ["8e03978e-40d5-43e8-bc93-6894a57f9324"]},
)


def content(schema: Schema, media_type: str = JSON, example: Any = None) -> Schema:
    """A body of one media type."""
    return {media_type: {"schema": schema} | ({} if example is None else {"example": example})}


def link(operation: str, **parameters: str) -> Schema:
    """How an answer leads to another operation: each parameter of it, and where in this one its value stands."""
    return {"operationId": operation, "parameters": {name: f"${where}" for name, where in parameters.items()}}


def problem_answers(kinds: Iterable[ProblemKind], answers: dict[int | str, Any]) -> None:
    """Add to answers those that are problems; kinds of the same status share one."""
    for kind in kinds:
        shown = {kind.name: {"$ref": f"#/components/examples/{kind.name}"}}
        before = answers.get(kind.status, {"description": "", "content": {}})
        beside = before["content"].get(MEDIA_TYPE, {}).get("examples", {})
        answers[kind.status] = {
            "description": f"{before['description']}, or: {kind.title}" if before["description"] else kind.title,
            "content": {**before["content"], MEDIA_TYPE: {"schema": ref("Problem"), "examples": beside | shown}},
        }


def told(
    operation: str,
    summary: str,
    description: str,
    *,
    tag: str,
    permission: str,
    answer: Mapping[str, Any] | str | None,
    status: int = 200,
    parameters: Sequence[Schema] = (),
    body: Schema | None = None,
    optional_body: bool = False,
    also: Mapping[int, str] | None = None,
    again: str | None = None,
    links: Mapping[str, Schema] | None = None,
    writes: bool = False,
    problems: Sequence[str] = (),
) -> dict[str, Any]:
    """The words of a route: its id, what it does, who may, what it takes, and everything that it may answer.

    `answer` is the name of a component, or the content of the answer; None where there is none. `also` are further
    answers that have no body; `again` says when the same answer comes with 200, because it is so already. `links` are
    the operations that an answer leads to.
    """
    answer_told: Schema = {"description": summary} | ({"links": dict(links)} if links else {})
    if answer is not None:
        answer_told["content"] = content(ref(answer)) if isinstance(answer, str) else dict(answer)
    answers: dict[int | str, Any] = {status: answer_told}
    if again is not None:
        answers[200] = answer_told | {"description": again}
    for other, said in (also or {}).items():
        answers[other] = {"description": said}
    names = dict.fromkeys((*(_WRITING if writes else _READING), *problems))
    problem_answers((PROBLEMS[name] for name in names), answers)
    extra: dict[str, Any] = {PERMISSION: permission, "parameters": list(parameters)}
    if body is not None:
        extra["requestBody"] = {"required": not optional_body, "content": body}
    return {
        "operation_id": operation,
        "summary": summary,
        "description": description,
        "tags": [tag],
        "status_code": status,
        "responses": answers,
        "response_class": Response,
        "response_model": None,
        "openapi_extra": extra,
    }
