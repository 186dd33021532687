"""Recording facts: one resource a kind, made from the models, so that a new kind has its own without another line."""

from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from fastapi import APIRouter
from pydantic_core import to_json
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api.auth.own_and_team import not_permitted
from api.auth.permissions import Role
from api.auth.principals import Principal
from api.openapi.describing import IDEMPOTENCY_KEY, content, header, told
from api.openapi.fact_schemas import required_example, sent_schema
from api.openapi.schemas import ref
from api.problems import Problem
from api.problems.problem import problem_content
from api.serving.bodies import json_body
from api.serving.guard import GuardedRoute, extent_asked, principal_of, service_of
from api.serving.idempotency import Answer, RequestKey, answer_of
from api.serving.preconditions import entity_tag, expected_version
from ledger.append import Outcome
from ledger.facts.attendance import Clock
from ledger.facts.base import KINDS, Fact
from ledger.facts.prepared import Read, prepared
from ledger.facts.reading import read_fact
from ledger.facts.streams import key_stream
from ledger.refusal import RefusedError
from ledger.submissions import Expected, Submission

_MALFORMED = ("bad_json", "bad_encoding", "double_field")
_IF_MATCH = header("If-Match", "The `ETag` of the workflow as it was looked at; refused where it has moved on.", {
    "type": "string", "pattern": r'^("[0-9]{1,9}"|\*)$'})  # fmt: skip

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


def recording_router() -> APIRouter:
    """A route for every kind of fact that comes in by itself."""
    router = APIRouter(prefix="/v1", route_class=GuardedRoute)
    for model in KINDS.values():
        if not model.by_command:
            _add(router, model)
    return router


def path_of(model: type[Fact]) -> str:
    """Where facts of a kind are sent to, below /v1."""
    if model.follows is None:
        return f"/{model.resource}"
    return f"/{KINDS[model.follows].resource}/{{{model.natural_key[0]}}}/{model.resource}"


def _add(router: APIRouter, model: type[Fact]) -> None:
    named = model.natural_key[:1] if model.follows is not None else ()
    supersedes = " Other content for the same key supersedes what stands." if model.supersedes else ""
    in_path = [
        {"name": name, "in": "path", "required": True, "description": f"The {model.follows}'s own number.",
         "schema": {"type": "string", "minLength": 1, "maxLength": 200}}
        for name in named
    ]  # fmt: skip
    router.add_api_route(
        path_of(model),
        _handler(model),
        methods=["POST"],
        **told(
            f"record_{model.kind}",
            f"Record: {model.label_en}",
            f"{model.label_zh} ({model.chapter}). {(model.__doc__ or '').strip().splitlines()[0]}{supersedes}",
            tag="Workflows" if model.opens or model.follows else "Facts",
            permission=f"record {model.kind}",
            answer="Recorded",
            status=201,
            also={},
            parameters=[*in_path, IDEMPOTENCY_KEY, *([_IF_MATCH] if named else [])],
            body=content(sent_schema(model, named), example=required_example(model, named)),
            writes=True,
            problems=["refused", "moved-on", "key-reused"] if named else ["refused", "key-reused"],
        ),
    )
    route = router.routes[-1]
    route.responses[200] = {  # type: ignore[attr-defined]
        "description": "It is on the ledger already, with the same content.",
        "content": content(ref("Recorded")),
    }


def _handler(model: type[Fact]) -> Handler:
    named = model.natural_key[:1] if model.follows is not None else ()

    async def record(request: Request) -> Response:
        return await _recorded(request, model, named)

    return record


async def _recorded(request: Request, model: type[Fact], named: Sequence[str]) -> Response:
    service, principal, extent = service_of(request), principal_of(request), extent_asked(request)
    body = await json_body(request)
    key = service.request_keys.of(request, principal.id, body)
    fact = _completed(_read(model, body, {name: request.path_params[name] for name in named}), principal, key)
    if service.reach.is_needed(fact, extent):
        await run_in_threadpool(service.reach.refuse_beyond, fact, principal, extent)
    expected = None
    if named and (version := expected_version(request)) is not None:
        assert model.follows is not None
        expected = Expected(key_stream(model.follows, fact.key[:1]), version)
    said = request.scope["request_id"]
    submission = Submission(
        [Read(prepared(fact))],
        None if key is None else key.keyed,
        expected,
        None if key is None else lambda outcomes: key.sealed(_answer(model, outcomes[0], said).as_bytes()),
    )
    taken = await service.group.record(submission)
    if key is None and taken.hindrance is None:
        return _answer(model, taken.outcomes[0], said).response()
    return answer_of(taken, key).response()


def _read(model: type[Fact], body: bytes, named: dict[str, str]) -> Fact:
    """The fact of a body, with the fields that its address names. Raises Problem where it is none."""
    begun = to_json({"kind": model.kind, **named})[:-1]
    rest = body.strip()
    if not rest.startswith(b"{"):
        raise Problem("malformed", "the body is no JSON object; send one with the fields of the fact", code="bad_json")
    rest = rest[1:].lstrip()
    try:
        return read_fact(begun + (b"" if rest.startswith(b"}") else b",") + rest)
    except RefusedError as error:
        refusal = error.refusal
    if refusal.code == "too_long":
        raise Problem.of("too-large", refusal)
    raise Problem.of("malformed" if refusal.code in _MALFORMED else "invalid", refusal)


def _completed(fact: Fact, principal: Principal, key: RequestKey | None) -> Fact:
    """The fact with what the request says beside it: its key as its `ref`, and who records it.

    Raises Problem where somebody would record in another's name.
    """
    given: dict[str, Any] = {} if key is None or fact.ref is not None else {"ref": key.text}
    if Role.DEVICE in principal.roles and isinstance(fact, Clock):
        device = fact.device or principal.name
        return fact.model_copy(update=given | {"device": device, "recorded_by": device})
    if principal.employee is not None:
        if fact.recorded_by not in (None, principal.employee):
            raise not_permitted("recorded_by is somebody else; leave it out, and it is you")
        given["recorded_by"] = principal.employee
    elif fact.recorded_by is None:
        given["recorded_by"] = principal.name
    return fact.model_copy(update=given)


def _answer(model: type[Fact], outcome: Outcome, request: str) -> Answer:
    if outcome.refusal is not None:
        kind = "conflict" if outcome.status == "conflict" else "refused"
        problem = Problem.of(kind, outcome.refusal)
        told_ = problem_content(problem.kind, problem.detail, problem.code, request)
        return Answer(problem.kind.status, told_, media_type="application/problem+json")
    assert outcome.known is not None
    headers = {"Location": f"/v1/facts/{outcome.id}"}
    if model.opens or model.follows is not None:
        headers["ETag"] = entity_tag(outcome.known.version)
    return Answer(
        201 if outcome.status == "accepted" else 200,
        {"status": outcome.status, "kind": model.kind, "id": outcome.id, "position": outcome.position},
        headers,
    )
