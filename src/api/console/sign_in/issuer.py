"""Signing in with the centre's account: to the issuer of OpenID Connect, and back with a code for an access token."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from api.auth.authorization_code import Flow, Issuer, IssuerError
from api.console.languages import language_of
from api.console.sessions import TooLargeError
from api.console.sign_in.key import begun, onward_of, sessions_of, sign_in_form
from api.problems import Problem
from api.service.identity import holder_of, service_of
from api.words.translation import marked, said

FLOW = "workledger_flow"
_FLOW_SECONDS = 600
_BACK = "/sign-in/issuer/return"
_NO_KEYS = marked(
    "The public keys of the issuer cannot be fetched, so nobody can sign in with it; try again in a minute."
)
_BY_KEYS = marked("Signing in with an account is not available; sign in with a key.")
_DENIED = marked(
    "The centre's account did not let you in (%(error)s); sign in again, or ask the administrator of accounts."
)
_STRANGE = marked("The sign-in was started elsewhere, or took too long; sign in again.")
_NO_ROLE = marked("Your account has no role here; ask the administrator of accounts.")
_NOT_TAKEN = marked(
    "The access token of the centre's account is not for this service; ask the administrator of accounts."
)


async def set_out(request: Request) -> Response:
    """To the issuer, which asks who it is."""
    issuer = service_of(request).issuer
    if issuer is None:
        return _wrong(request, _BY_KEYS, status=404)
    flow = Flow.begun(onward_of(request.query_params.get("next", "")))
    try:
        address = await run_in_threadpool(issuer.address, flow, _back_to(request))
        response = RedirectResponse(address, status_code=303)
        sessions_of(request).keep(request, response, FLOW, flow.text(), _FLOW_SECONDS)
    except IssuerError as error:
        return _wrong(request, error.message, status=503, onward=flow.onward, **error.parts)
    except TooLargeError:
        return RedirectResponse("/sign-in/issuer", status_code=303)
    return response


async def come_back(request: Request) -> Response:
    """From the issuer, with a code or an error; either is of one signing in, which ends here."""
    # Each makes a request to the issuer, so nobody may do it without end.
    service_of(request).limits.count_anonymous(request.client.host if request.client else "")
    response = await _come_back(request)
    sessions_of(request).end(request, response, FLOW)
    return response


async def _come_back(request: Request) -> Response:
    issuer, given = service_of(request).issuer, request.query_params
    if issuer is None:
        return _wrong(request, _BY_KEYS, status=404)
    kept = sessions_of(request).kept(request, FLOW, _FLOW_SECONDS)
    flow = None if kept is None else Flow.read(kept)
    if flow is None or not flow.is_answered_by(given.get("state", "")):
        return _wrong(request, _STRANGE, status=400)
    if "code" not in given:
        told = given.get("error", "")[:60] or "–"
        return _wrong(request, _DENIED, status=403, onward=flow.onward, error=told)
    return await _signed_in(request, issuer, flow, given["code"])


async def _signed_in(request: Request, issuer: Issuer, flow: Flow, code: str) -> Response:
    try:
        token = await run_in_threadpool(issuer.access_token, flow, code, _back_to(request))
        principal = await holder_of(request, token)
    except IssuerError as error:
        return _wrong(request, error.message, status=502, onward=flow.onward, **error.parts)
    except Problem:
        return _wrong(request, _NO_KEYS, status=503, onward=flow.onward)
    if principal is None:
        return _wrong(request, _NOT_TAKEN, status=403, onward=flow.onward)
    if not principal.grants:
        return _wrong(request, _NO_ROLE, status=403, onward=flow.onward)
    return begun(request, token, principal, flow.onward)


def _back_to(request: Request) -> str:
    return str(request.url.replace(path=_BACK, query="", fragment=""))


def _wrong(request: Request, message: str, status: int, onward: str = "/", **parts: object) -> Response:
    return sign_in_form(request, said(message, language_of(request), **parts), status, onward)


ROUTES = [
    Route("/sign-in/issuer", set_out, methods=["GET"]),
    Route(_BACK, come_back, methods=["GET"]),
]
