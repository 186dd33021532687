"""What somebody typed is not lost with the session: the form is kept, and is there again after signing in."""

from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Match

from api.auth.principals import Principal
from api.console.form_refill import refilled
from api.console.kept_forms import KeptForm, KeptForms, Owner
from api.console.sessions import Sessions
from api.console.visit import Visit, html

KEPT = "kept"
"""What stands behind the question mark of a page whose form is to be filled in again."""
_CSRF = "csrf"
_OK = 200
_MOST_BYTES, _MOST_DIGITS = 300_000, 10


def owner_of(principal: Principal) -> Owner:
    """Whose forms somebody's are."""
    return Owner(principal.id, principal.employee or "")


async def kept_form(request: Request, csrf: str, only: Owner | None = None) -> str | None:
    """Keep the form of a request for whom it was shown to; the address where that person finds it again, or None.

    `only`: where it was shown to somebody else, it is not kept.
    """
    sessions: Sessions = request.app.state.sessions
    owner = sessions.shown_to(csrf)
    if owner is None or (only is not None and owner.digest != only.digest):
        return None
    fields = _fields(await request.form())
    forms: KeptForms = request.app.state.kept_forms
    form = KeptForm(_asked(request.url.path, request.url.query), _page_of(request), fields)
    number = await run_in_threadpool(forms.keep, owner, form)
    return None if number is None else f"/kept/{number}"


def is_small(request: Request) -> bool:
    """Whether a form may be read before it is known who sends it: one with a file may not."""
    length = request.headers.get("content-length", "")
    return length.isascii() and length.isdigit() and len(length) < _MOST_DIGITS and int(length) <= _MOST_BYTES


def to_sign_in(request: Request, onward: str) -> Response:
    """To the sign-in, and from there on."""
    address = f"/sign-in?next={quote(onward, safe='')}" if onward else "/sign-in"
    return onto(request, address)


def onto(request: Request, address: str) -> Response:
    """To another address, also for a part of a page that was asked for."""
    if "hx-request" in request.headers:
        return Response(status_code=204, headers={"HX-Redirect": address})
    return RedirectResponse(address, status_code=303)


def filled_again(visit: Visit, response: Response) -> Response:
    """A page whose form has what was kept in it, where the address says so and the form is the visitor's own."""
    number = visit.request.query_params.get(KEPT, "")
    if not number or response.status_code != _OK:
        return response
    kept = kept_of(visit, number)
    page = None if kept is None else refilled(bytes(response.body).decode(), kept.action, kept.fields)
    if page is None:
        return response if kept is None else as_typed(visit, kept)
    made = html(page)
    # What the page sets, such as that its notice was shown, goes along.
    made.raw_headers += [each for each in response.raw_headers if each[0] == b"set-cookie"]
    return made


def kept_of(visit: Visit, number: str) -> KeptForm | None:
    """A kept form of the visitor's own."""
    forms: KeptForms = visit.request.app.state.kept_forms
    return forms.of(number, owner_of(visit.principal))


def as_typed(visit: Visit, kept: KeptForm) -> Response:
    """What was typed, to be sent as it is, where the page of the form is not known."""
    return visit.page("kept.html", action=kept.action, sent=kept.fields)


def address_of(kept: KeptForm, number: str) -> str:
    """The page of the form, which is filled in there; empty where it is not known."""
    if not kept.page:
        return ""
    return f"{kept.page}{'&' if '?' in kept.page else '?'}{urlencode({KEPT: number})}"


def _fields(sent: FormData) -> list[tuple[str, str]]:
    return [(name, value) for name, value in sent.multi_items() if isinstance(value, str) and name != _CSRF]


def _page_of(request: Request) -> str:
    """The page that the form was on, as far as the browser tells; empty for every other page."""
    told = urlsplit(request.headers.get("hx-current-url") or request.headers.get("referer", ""))
    if told.netloc not in ("", request.headers.get("host")) or not told.path.startswith("/"):
        return ""
    scope = {"type": "http", "method": "GET", "path": told.path, "root_path": ""}
    if not any(route.matches(scope)[0] is Match.FULL for route in request.app.state.addresses):
        return ""
    query = urlencode([each for each in parse_qsl(told.query) if each[0] != KEPT])
    return _asked(quote(told.path, safe="/"), query)


def _asked(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path
