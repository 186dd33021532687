"""The guard before every operation: who asks, how often, whether the role permits it, and for what is known."""

import re
from collections.abc import Callable, Coroutine
from functools import lru_cache
from typing import Any, cast
from urllib.parse import parse_qsl

from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from api.auth.permissions import PERMISSIONS
from api.auth.principals import Extent, Principal, extent_of
from api.problems import Problem
from api.service.access_log import Access
from api.service.address_numbers import settle_numbers
from api.service.service import Service

PERMISSION = "x-permission"
"""The extension of an operation that names its row in the table of permissions; path parameters fill it in."""
_NUL = "\x00"
_BEARER = re.compile(r"[Bb]earer +(\S+)")
_CHALLENGE = {"WWW-Authenticate": 'Bearer realm="workledger"'}

ROLE = "role"
"""The code of what the role does not permit; `reach` is that of what it permits, but not about somebody else."""
_PRINCIPAL, _EXTENT = "workledger.principal", "workledger.extent"

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class GuardedRoute(APIRoute):
    """A route that is answered only to whom the table of permissions lets."""

    def __init__(self, *words: Any, **told: Any) -> None:
        """The route, whose operation is answered by nothing but the guard: it reads its request by itself."""
        super().__init__(*words, **told)
        handler = self.get_route_handler()

        async def answered(scope: Scope, receive: Receive, send: Send) -> None:
            response = await handler(Request(scope, receive, send))
            await response(scope, receive, send)

        self.app = answered

    def get_route_handler(self) -> Handler:
        """The handler behind the guard: the operation itself, which reads all but its address by itself."""
        operation_of: Callable[..., Coroutine[Any, Any, Response]] = self.endpoint
        told = self.openapi_extra or {}
        permission = str(told[PERMISSION])
        varies = "{" in permission
        named = tuple(field.alias for field in self.dependant.path_params)
        queried = [each for each in told.get("parameters", ()) if each["in"] == "query"]
        known = frozenset(each["name"] for each in queried)
        many = frozenset(each["name"] for each in queried if each["schema"].get("type") == "array")

        async def guarded(request: Request) -> Response:
            principal = await authenticated(request)
            parts = request.path_params
            if _NUL in request.scope["path"]:
                raise Problem(
                    "not-found", "there is nothing of an address with a NUL in it; /openapi.json lists what is"
                )
            request.scope[_EXTENT] = permitted(principal, permission.format(**parts) if varies else permission)
            query = request.scope["query_string"]
            if query:
                _refuse_unfit(query, known, many)
            await settle_numbers(request, service_of(request).ledger)
            parts = request.path_params
            return await operation_of(request, **{name: parts[name] for name in named})

        return guarded


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


def service_of(request: Request) -> Service:
    """The service that a request is of."""
    return cast(Service, request.app.state.service)


def principal_of(request: Request) -> Principal:
    """Who asks; known behind the guard."""
    return cast(Principal, request.scope[_PRINCIPAL])


def extent_asked(request: Request) -> Extent:
    """How far the operation may go; known behind the guard."""
    return cast(Extent, request.scope[_EXTENT])


def permitted(principal: Principal, operation: str) -> Extent:
    """How far a principal may go with an operation. Raises Problem where not at all, or there is no such operation."""
    if operation not in PERMISSIONS:
        raise Problem("not-found", f"there is no {operation.replace('report ', 'report named ')}; see /openapi.json")
    extent = extent_of(principal, operation)
    if extent is None:
        roles = ", ".join(principal.roles) or "none"
        raise Problem(
            "not-permitted", f"{operation!r} is not permitted to the role {roles}; ask who administers keys", code=ROLE
        )
    return extent


async def authenticated(request: Request) -> Principal:
    """Who asks. Raises Problem where that is not known, or asks too often."""
    service = service_of(request)
    principal = await _holder(request)
    if principal is None:
        service.limits.count_anonymous(request.client.host if request.client else "")
        raise Problem(
            "not-authenticated",
            "no key or token that holds came with the request; send one in `Authorization: Bearer`",
            headers=_CHALLENGE,
        )
    service.limits.count(principal.id)
    request.scope[_PRINCIPAL] = principal
    request.scope["principal_id"] = principal.id
    return principal


async def _holder(request: Request) -> Principal | None:
    """Whose key or token comes with a request; None where it has none that holds."""
    match = _BEARER.fullmatch(request.headers.get("authorization", ""))
    return None if match is None else await holder_of(request, match[1])


async def holder_of(request: Request, token: str) -> Principal | None:
    """Whose a key or token is; None where it holds no longer, or never did."""
    authentication, now = service_of(request).authentication, service_of(request).now()
    return authentication.known(token, now) or await run_in_threadpool(authentication.look_up, token)


async def still_holds(request: Request) -> bool:
    """Whether the key or token of a request that goes on and on has not been revoked and has not expired."""
    return await _holder(request) == principal_of(request)


async def note_access(request: Request, access: Access) -> None:
    """Record, before it is shown, that somebody looks at the pay of somebody else; one's own is nobody's business."""
    principal = principal_of(request)
    if access.employee and access.employee == principal.employee:
        return
    service = service_of(request)
    await run_in_threadpool(service.access_log.note, principal, access, request.scope["request_id"])
