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
    for part in request.headers.get("accept-language", "").split(","):
        asked = part.partition(";")[0].strip().lower()
        if asked.startswith("zh"):
            return Language.CHINESE
        if asked.startswith("en"):
            return Language.ENGLISH
    return Language.CHINESE


def keep_chosen(request: Request, response: Response) -> None:
    """Keep the language that was chosen with this page for those to come."""
    chosen = request.query_params.get(CHOSEN)
    if chosen in tuple(Language):
        response.set_cookie(COOKIE, chosen, max_age=_A_YEAR, samesite="lax", path="/")
