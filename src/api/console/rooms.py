"""A room: the pages that are about one thing, and how their addresses are answered."""

from collections.abc import Awaitable, Callable
from functools import wraps

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.console.ended_sessions import EndedSessions
from api.console.form_submission import REASON
from api.console.languages import language_of
from api.console.problems import refusal_of
from api.console.returning_forms import KEPT, filled_again, is_small, kept_form, onto, owner_of, to_sign_in
from api.console.sessions import Session
from api.console.unreadable_values import refuse_address, refuse_fields
from api.console.visit import Visit
from api.operations.context import Context, permitted
from api.operations.doubts import DOUBTFUL, DoubtfulError, doubt_sentence
from api.problems import PROBLEMS, Problem, ledger_problem
from api.service.identity import holder_of, service_of
from api.service.transport.uploads import LARGEST_BESIDE
from api.words.theme_names import naming_themes
from api.words.translation import said
from ledger.refusal import LedgerError

EXPIRED = "expired"
"""The code of a form that is not of the session: what kept it was left open too long."""
Handler = Callable[[Visit], Response]
_MOST_FILES, _MOST_BESIDE = 2, 20
"""Of a form with a file: the file and its mapping, and what is typed beside them."""
_CSRF_HEADER, _CSRF_FIELD = "x-csrf-token", "csrf"


class Room:
    """Pages that are answered to who signed in. What they show is what operations answer to the same person."""

    def __init__(self) -> None:
        """Without a page yet."""
        self.routes: list[Route] = []

    def get(self, path: str) -> Callable[[Handler], Handler]:
        """A page at an address."""
        return self._adding(path, "GET")

    def post(self, path: str, *, operation: str | None = None) -> Callable[[Handler], Handler]:
        """What is done with a form that is sent to an address; the form must be one of the session's own.

        A form with a file names the operation that it is for: to whom that is not permitted, or who calls too often, it
        is refused before any of it is read.
        """
        return self._adding(path, "POST", operation)

    def _adding(self, path: str, method: str, operation: str | None = None) -> Callable[[Handler], Handler]:
        def add(handler: Handler) -> Handler:
            self.routes.append(Route(path, _endpoint(handler, operation), methods=[method]))
            return handler

        return add


def _endpoint(handler: Handler, operation: str | None) -> Callable[[Request], Awaitable[Response]]:
    @wraps(handler)
    async def answered(request: Request) -> Response:
        visit = await visit_of(request)
        if visit is None:
            return await _to_sign_in_with_form(request)
        try:
            visit.context.service.limits.count(visit.principal.id)
            refuse_address(request, visit.language)
            if request.method == "POST":
                if operation is not None:
                    _refuse_unread(visit, operation)
                    # Whoever asks for the form later is given this one.
                    await request.form(max_files=_MOST_FILES, max_fields=_MOST_BESIDE, max_part_size=LARGEST_BESIDE)
                kept = await _of_earlier_session(visit)
                if kept is not None:
                    return onto(request, kept)
                await _refuse_foreign(visit)
                visit.sent = await request.form()
                refuse_fields(visit.sent, visit.language)
            with naming_themes(visit.context.resources.theme_names):
                response = await run_in_threadpool(handler, visit)
            return await run_in_threadpool(filled_again, visit, response) if KEPT in visit.query else response
        except DoubtfulError as doubtful:
            return _to_confirm(visit, doubtful)
        except Problem as problem:
            return _refused(visit, problem)
        except LedgerError as error:
            return _refused(visit, ledger_problem(error))
        finally:
            # A file that was sent along is held in a temporary one.
            await request.close()

    return answered


async def visit_of(request: Request) -> Visit | None:
    """The visit that a request is; None where nobody is signed in any more, or the key or token holds no longer."""
    session = await session_of(request)
    if session is None:
        return None
    principal = await holder_of(request, session.token)
    if principal is None:
        return None
    request.scope["principal_id"] = principal.id
    context = Context(service_of(request), principal, request.scope["request_id"])
    return Visit(request, context, session, language_of(request))


async def session_of(request: Request) -> Session | None:
    """The session of a request; None where there is none, or it was signed out, by whoever has a copy of it."""
    session: Session | None = request.app.state.sessions.of(request)
    ended: EndedSessions = request.app.state.ended_sessions
    return None if session is None or await run_in_threadpool(ended.has, session) else session


async def _to_sign_in_with_form(request: Request) -> Response:
    """To the sign-in; a form that was sent is kept for whom it was shown to."""
    if request.method != "POST" or not is_from_here(request) or not is_small(request):
        return _to_sign_in(request)
    try:
        return to_sign_in(request, await kept_form(request, await _csrf_of(request)) or "")
    finally:
        await request.close()


async def _of_earlier_session(visit: Visit) -> str | None:
    """Where a form that was shown in an earlier session of the same person is kept; None of every other form."""
    csrf = await _csrf_of(visit.request)
    if visit.session.is_asked_by(csrf) or not is_from_here(visit.request):
        return None
    return await kept_form(visit.request, csrf, owner_of(visit.principal))


def _to_sign_in(request: Request) -> Response:
    """To the sign-in, and from there back to the page that was asked for."""
    is_page = request.method == "GET" and request.url.path != "/" and "hx-request" not in request.headers
    asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return to_sign_in(request, asked if is_page else "")


def _refuse_unread(visit: Visit, operation: str) -> None:
    """Raises Problem for what can be refused by the head of the request alone."""
    _refuse_from_elsewhere(visit)
    permitted(visit.principal, operation)


async def _refuse_foreign(visit: Visit) -> None:
    """Raises Problem where a form comes from another site, or is of another session."""
    _refuse_from_elsewhere(visit)
    if not visit.session.is_asked_by(await _csrf_of(visit.request)):
        raise _not_of_session(visit)


def _refuse_from_elsewhere(visit: Visit) -> None:
    if not is_from_here(visit.request):
        raise _not_of_session(visit)


def _not_of_session(visit: Visit) -> Problem:
    return Problem(
        "not-permitted",
        said("The page has expired; reload it and send the form again.", visit.language),
        code=EXPIRED,
    )


def is_from_here(request: Request) -> bool:
    """Whether a request comes from a page of this console, as far as the browser tells."""
    site, host = request.headers.get("sec-fetch-site", "same-origin"), request.headers.get("host")
    origins = request.headers.getlist("origin")
    return site in ("same-origin", "none") and all(each.rpartition("//")[2] == host for each in origins)


async def _csrf_of(request: Request) -> str:
    header = request.headers.get(_CSRF_HEADER)
    if header is not None:
        return header
    return str((await request.form()).get(_CSRF_FIELD, ""))


def _to_confirm(visit: Visit, doubtful: DoubtfulError) -> Response:
    """What is doubtful, and the same form once more, to be sent with a reason."""
    sent = [(name, value) for name, value in visit.sent.multi_items() if isinstance(value, str)]
    return visit.page(
        "confirmation.html",
        status=PROBLEMS[DOUBTFUL].status,
        doubts=[doubt_sentence(each, visit.language) for each in doubtful.doubts],
        again=visit.request.url.path + (f"?{visit.request.url.query}" if visit.request.url.query else ""),
        reason=visit.sent.get("reason", ""),
        sent=[(name, value) for name, value in sent if name not in (_CSRF_FIELD, REASON)],
    )


def _refused(visit: Visit, problem: Problem) -> Response:
    """What was refused, as a page; a key that was revoked meanwhile leads to the sign-in."""
    if problem.kind.name == "not-authenticated":
        return _to_sign_in(visit.request)
    return visit.page("refused.html", status=problem.kind.status, refusal=refusal_of(problem, visit.language))
