"""Signing in with an API key, and signing out."""

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from api.console.languages import keep_chosen, language_of
from api.console.rendering import page_of
from api.console.rooms import is_from_here
from api.console.sessions import Session, Sessions
from api.console.visit import html
from api.serving.guard import holder_of, service_of
from api.translating import said


async def sign_in_page(request: Request) -> Response:
    """The page to sign in on."""
    return _page(request, wrong=None)


async def sign_in(request: Request) -> Response:
    """Begin a session with the key that was given."""
    language = language_of(request)
    form = await request.form()
    token = str(form.get("key", "")).strip()
    if not is_from_here(request):
        return _page(
            request, wrong=said("The form comes from another site; sign in on this page.", language), status=403
        )
    principal = await holder_of(request, token) if token else None
    if principal is None:
        service_of(request).limits.count_anonymous(request.client.host if request.client else "")
        wrong = said(
            "This is no key that holds; type it as it was given to you, or ask who administers keys.", language
        )
        return _page(request, wrong=wrong, status=401)
    response = RedirectResponse(_onward(str(form.get("next", ""))), status_code=303)
    _sessions(request).begin(request, response, Session.begun(token))
    return response


async def sign_out(request: Request) -> Response:
    """End the session."""
    response = RedirectResponse("/sign-in", status_code=303)
    session = _sessions(request).of(request)
    csrf = str((await request.form()).get("csrf", ""))
    if session is not None and is_from_here(request) and session.is_asked_by(csrf):
        _sessions(request).end(response)
    return response


def _page(request: Request, wrong: str | None, status: int = 200) -> Response:
    language = language_of(request)
    told: dict[str, Any] = {
        "wrong": wrong,
        "next": _onward(request.query_params.get("next", "")),
        "issuer": request.app.state.settings.oidc is not None,
        "here": request.url.path,
    }
    response = html(page_of("sign_in.html", language, told), status)
    keep_chosen(request, response)
    return response


def _onward(path: str) -> str:
    """Where to go after signing in: only to a page of this console."""
    return path if path.startswith("/") and not path.startswith(("//", "/\\")) else "/"


def _sessions(request: Request) -> Sessions:
    sessions: Sessions = request.app.state.sessions
    return sessions


ROUTES = [
    Route("/sign-in", sign_in_page, methods=["GET"]),
    Route("/sign-in", sign_in, methods=["POST"]),
    Route("/sign-out", sign_out, methods=["POST"]),
]
