"""Signing in with an API key, and signing out."""

from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from api.auth.principals import Principal
from api.console.languages import keep_chosen, language_of
from api.console.pages import page_of
from api.console.returning_forms import owner_of
from api.console.rooms import is_from_here, session_of
from api.console.sessions import Sessions, TooLargeError
from api.console.visit import html
from api.service.identity import holder_of, service_of
from api.words.translation import said


async def sign_in_page(request: Request) -> Response:
    """The page to sign in on."""
    return sign_in_form(request, wrong=None)


async def sign_in(request: Request) -> Response:
    """Begin a session with the key that was given."""
    language = language_of(request)
    form = await request.form()
    token = str(form.get("key", "")).strip()
    if not is_from_here(request):
        return sign_in_form(
            request, wrong=said("The form comes from another site; sign in on this page.", language), status=403
        )
    principal = await holder_of(request, token) if token else None
    if principal is None:
        service_of(request).limits.count_anonymous(request.client.host if request.client else "")
        wrong = said(
            "The key is not valid; type it as it was given to you, or ask the administrator of keys.", language
        )
        return sign_in_form(request, wrong=wrong, status=401)
    return begun(request, token, principal, onward_of(str(form.get("next", ""))))


def begun(request: Request, token: str, principal: Principal, onward: str) -> Response:
    """The session begun, and on to the page that was asked for; or the sentence that says why it cannot begin."""
    response = RedirectResponse(onward, status_code=303)
    try:
        sessions_of(request).begin(request, response, token, owner_of(principal))
    except TooLargeError:
        wrong = said("The token is too large for browsers; set the issuer to include less in it.", language_of(request))
        return sign_in_form(request, wrong=wrong, status=400)
    return response


async def sign_out(request: Request) -> Response:
    """End the session, also for whoever has a copy of its cookie."""
    response = RedirectResponse("/sign-in", status_code=303)
    session = await session_of(request)
    csrf = str((await request.form()).get("csrf", ""))
    if session is not None and is_from_here(request) and session.is_asked_by(csrf):
        await run_in_threadpool(request.app.state.ended_sessions.add, session)
        sessions_of(request).end(request, response)
    return response


def sign_in_form(request: Request, wrong: str | None, status: int = 200, onward: str | None = None) -> Response:
    """The page to sign in on, with what went wrong; `onward` is the page to go to then, else as the address says."""
    language = language_of(request)
    told: dict[str, Any] = {
        "wrong": wrong,
        "next": onward_of(request.query_params.get("next", "")) if onward is None else onward,
        "issuer": service_of(request).issuer is not None,
        "here": request.url.path,
    }
    response = html(page_of("sign_in.html", language, told), status)
    keep_chosen(request, response)
    return response


def onward_of(path: str) -> str:
    """Where to go after signing in: only to a page of this console."""
    return path if path.startswith("/") and not path.startswith(("//", "/\\")) else "/"


def sessions_of(request: Request) -> Sessions:
    """What seals the cookies of the console."""
    sessions: Sessions = request.app.state.sessions
    return sessions


ROUTES = [
    Route("/sign-in", sign_in_page, methods=["GET"]),
    Route("/sign-in", sign_in, methods=["POST"]),
    Route("/sign-out", sign_out, methods=["POST"]),
]
