"""What is answered to a browser where no page is: an address that leads nowhere, or a request that cannot be read."""

from starlette.requests import Request
from starlette.responses import Response

from api.console.languages import language_of
from api.console.pages import page_of
from api.console.problems import refusal_of
from api.console.rooms import visit_of
from api.console.visit import html
from api.problems import Problem
from ledger.refusal import LedgerError

_OF_PROGRAMS = ("/v1/", "/iclock/", "/openapi.json")
"""Where programs are answered, whatever they say that they take."""


def is_for_page(request: Request) -> bool:
    """Whether a browser asks for a page, so that a problem is one too."""
    return "text/html" in request.headers.get("accept", "") and not request.url.path.startswith(_OF_PROGRAMS)


async def problem_page(request: Request, problem: Problem) -> Response:
    """A problem as a page, with the menu of whoever is signed in, and the way home for everybody else."""
    try:
        visit = await visit_of(request)
    except (Problem, LedgerError):
        visit = None
    if visit is None:
        return outside_page(request, problem)
    return visit.page("refused.html", status=problem.kind.status, refusal=refusal_of(problem, visit.language))


def outside_page(request: Request, problem: Problem) -> Response:
    """A problem as a page of its own, for which nothing of the ledger is read."""
    language = language_of(request)
    text = page_of("outside.html", language, {"refusal": refusal_of(problem, language)})
    return html(text, problem.kind.status)
