"""The addresses that records had within running the centre lead to those that they have."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

_EARLIER = "/centre/records"


async def _moved(request: Request) -> Response:
    """To the address that the page has now."""
    return RedirectResponse(str(request.url.replace(scheme="", netloc="")).replace(_EARLIER, "/records", 1), 308)


ROUTES = [Route(_EARLIER, _moved), Route(f"{_EARLIER}/{{rest:path}}", _moved)]
