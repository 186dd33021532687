"""The guard of HTTP: it lets through whom the table of permissions lets, and gives operations their context."""

import json
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Annotated, Any, TypeVar
from urllib.parse import parse_qsl

from fastapi import APIRouter, Depends, Header
from fastapi._compat.shared import field_annotation_is_sequence
from fastapi.dependencies.models import Dependant
from fastapi.exceptions import RequestValidationError
from fastapi.params import Form
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response

from api.operations.answer import Answer, Done
from api.operations.context import Context, permitted
from api.operations.operation import Operation
from api.problems import Problem
from api.service.identity import authenticated, principal_of, service_of
from api.service.requests.idempotency import HEADER, KEY_PATTERN
from api.service.transport.address_numbers import settle_numbers
from ledger.facts.interchange_line import refuse_too_many_parts
from ledger.refusal import RefusedError

PERMISSION = "x-permission"
"""The extension of an operation that names its row in the table of permissions; path parameters fill it in."""
PROBLEM: dict[str, Any] = {"$ref": "#/components/responses/Problem", "description": "What is wrong."}
"""The answer of a route that is a problem, of any kind."""
_NUL = "\x00"
_JSON_TYPES = ("application/json", "text/json")
Handler = Callable[[Request], Coroutine[Any, Any, Response]]
_Answer = TypeVar("_Answer", bound=Answer)


class GuardedRoute(APIRoute):
    """A route that is answered only to whom the table of permissions lets, before anything of its body is read."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **told: Any) -> None:
        """The route of an endpoint; members of an answer that were not given are left out of it."""
        super().__init__(path, endpoint, **{**told, "response_model_exclude_unset": True})

    def get_route_handler(self) -> Handler:
        """The handler of the framework behind the guard."""
        return self.behind_guard(super().get_route_handler())

    def behind_guard(self, handler: Handler) -> Handler:
        """A handler that is given what the guard lets through."""
        permission = str((self.openapi_extra or {})[PERMISSION])
        varies = "{" in permission
        queried = dict(_query_of(self.dependant))
        known, many = frozenset(queried), frozenset(name for name, is_many in queried.items() if is_many)
        takes_json = self.body_field is not None and not isinstance(self.body_field.field_info, Form)

        async def guarded(request: Request) -> Response:
            principal = await authenticated(request)
            if _NUL in request.scope["path"]:
                raise Problem("not-found", "an address cannot contain NUL; /openapi.json lists the addresses")
            permitted(principal, permission.format(**request.path_params) if varies else permission)
            query = request.scope["query_string"]
            if query:
                _refuse_unfit(query, known, many)
            if takes_json:
                refuse_other_media(request)
            await settle_numbers(request, service_of(request).ledger)
            return await handler(_JsonRequest(request.scope, request.receive))

        return guarded


def _query_of(dependant: Dependant) -> Iterator[tuple[str, bool]]:
    """The query parameters of an endpoint and of what it depends on, and whether each may be given several times."""
    for field in dependant.query_params:
        yield field.alias, field_annotation_is_sequence(field.field_info.annotation)
    for other in dependant.dependencies:
        yield from _query_of(other)


class _JsonRequest(Request):
    """A request whose body is read as JSON within bounds."""

    async def json(self) -> Any:
        """The body. Raises Problem where it has too many parts, and RequestValidationError where it is not JSON."""
        if not hasattr(self, "_json"):
            body = await self.body()
            try:
                refuse_too_many_parts(body)
                self._json = json.loads(body)
            except RefusedError as error:
                raise Problem.of("too-large", error.refusal) from None
            except (RecursionError, ValueError):
                raise RequestValidationError([{"type": "json_invalid", "loc": ("body",), "msg": ""}]) from None
        return self._json


def refuse_other_media(request: Request) -> None:
    """Raises Problem where a request says that its body is something else than JSON."""
    given = request.headers.get("content-type", _JSON_TYPES[0]).partition(";")[0].strip().lower()
    if given not in _JSON_TYPES and not given.endswith("+json"):
        raise Problem("unsupported-media-type", f"the body is {given[:60]}; send application/json")


@lru_cache(maxsize=1_024)
def _refuse_unfit(query: bytes, known: frozenset[str], many: frozenset[str]) -> None:
    """Raises Problem where a query has a parameter that would not do what is meant.

    The operation does not have it, it is there twice and may be given once, or it has no value, or one that no store
    takes.
    """
    seen = set()
    for name, value in parse_qsl(query.decode("latin-1"), keep_blank_values=True):
        shown = repr(name[:60])
        if name not in known:
            listed = ", ".join(sorted(known)) or "none"
            raise Problem("invalid", f"there is no parameter {shown}; there are: {listed}", code="unknown_parameter")
        if name in seen and name not in many:
            raise Problem("invalid", f"the parameter {shown} is there twice; give it once", code="double_parameter")
        if not value or _NUL in value:
            raise Problem("invalid", f"the parameter {shown} is empty or has a NUL; give a value", code="bad_value")
        seen.add(name)


async def context_of(request: Request) -> Context:
    """The context of an operation, for whoever is behind the guard."""
    return Context(service_of(request), principal_of(request), request.scope["request_id"])


IdempotencyKey = Annotated[
    str | None,
    Header(
        alias=HEADER,
        description="1 to 200 characters, such as a UUID, a new one a request; a retry under the same key is answered "
        "the same again. For a fact without a `ref` it is the `ref`.",
        examples=["8e03978e-40d5-43e8-bc93-6894a57f9324"],
        json_schema_extra={"pattern": KEY_PATTERN, "maxLength": 202},
    ),
]


async def keyed_context_of(request: Request, idempotency_key: IdempotencyKey = None) -> Context:
    """The context of an operation that is carried out once under its `Idempotency-Key`.

    Raises Problem where the key is not of its form.
    """
    context = await context_of(request)
    return context if idempotency_key is None else keyed(context, request, await request.body())


def keyed(context: Context, request: Request, content: bytes) -> Context:
    """The context with the key of a request, which is for a content; its digest where it is long.

    Raises Problem where the key is not of its form.
    """
    return replace(context, key=context.service.request_keys.of(request, context.principal.id, content))


Asked = Annotated[Context, Depends(context_of)]
AskedOnce = Annotated[Context, Depends(keyed_context_of)]


def needs(operation: Operation[..., Any]) -> dict[str, Any]:
    """What a route says beside its endpoint: the row in the table of permissions that its operation needs."""
    return {PERMISSION: operation.permission}


def guarded_router(tag: str, route_class: type[GuardedRoute] = GuardedRoute) -> APIRouter:
    """A router of operations about one thing; an operation's id is the name of its endpoint."""
    return APIRouter(
        prefix="/v1",
        route_class=route_class,
        tags=[tag],
        responses={"default": PROBLEM},
        generate_unique_id_function=lambda route: route.name,
        strict_content_type=False,
    )


def answers(model: type[Answer], status: int = 200, description: str = "") -> dict[str, Any]:
    """What a route says whose endpoint makes its response by itself: the object that is in it."""
    told = {"model": model, "description": description or (model.__doc__ or "").partition("\n")[0]}
    return {"response_model": None, "status_code": status, "responses": {status: told}}


def sent(response: Response, done: Done[_Answer]) -> _Answer:
    """What was done, as it is answered: its status, and where what was made has its address."""
    response.status_code = done.status
    if done.location is not None:
        response.headers["Location"] = done.location
    return done.answer


def leads_to(operation: str, **parameters: str) -> dict[str, Any]:
    """How an answer leads to another operation: each parameter of it, and where in this one its value stands."""
    return {"operationId": operation, "parameters": {name: f"${where}" for name, where in parameters.items()}}
