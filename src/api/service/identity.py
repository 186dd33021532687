"""Who sends a request: whose key or token comes with it, and whether they ask too often."""

import re
from typing import cast

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from api.auth.principals import Principal
from api.problems import Problem
from api.service.service import Service

_BEARER = re.compile(r"[Bb]earer +(\S+)")
_CHALLENGE = {"WWW-Authenticate": 'Bearer realm="workledger"'}

_PRINCIPAL = "workledger.principal"


def service_of(request: Request) -> Service:
    """The service that a request is of."""
    return cast(Service, request.app.state.service)


def principal_of(request: Request) -> Principal:
    """The caller; known behind the guard."""
    return cast(Principal, request.scope[_PRINCIPAL])


async def authenticated(request: Request) -> Principal:
    """The caller. Raises Problem where the caller is unknown, or calls too often."""
    service = service_of(request)
    principal = await _holder(request)
    if principal is None:
        service.limits.count_anonymous(request.client.host if request.client else "")
        raise Problem(
            "not-authenticated",
            "the request has no valid key or token; send one in `Authorization: Bearer`",
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
