"""The language of a page: as it was chosen, else as the browser asks."""

from starlette.requests import Request
from starlette.responses import Response

from api.words.language import Language

COOKIE = "workledger_language"
CHOSEN = "lang"
_A_YEAR = 31_536_000


def language_of(request: Request) -> Language:
    """The language that a page is shown in."""
    chosen = request.query_params.get(CHOSEN) or request.cookies.get(COOKIE)
    if chosen in tuple(Language):
        return Language(chosen)
    return _asked(request) or Language.CHINESE


def reader_of(request: Request) -> Language:
    """The language in which a program is told what is wrong: English, unless it asks for Chinese."""
    return _asked(request) or Language.ENGLISH


def _asked(request: Request) -> Language | None:
    """The first language that is asked for and that there is."""
    for part in request.headers.get("accept-language", "").split(","):
        asked = part.partition(";")[0].strip().lower()
        found = next((each for each in Language if asked.startswith(each[:2])), None)
        if found is not None:
            return found
    return None


def keep_chosen(request: Request, response: Response) -> None:
    """Keep the language that was chosen with this page for those to come."""
    chosen = request.query_params.get(CHOSEN)
    if chosen in tuple(Language):
        response.set_cookie(COOKIE, chosen, max_age=_A_YEAR, samesite="lax", path="/")
