"""The whole console: its rooms, and the menu that leads to their pages."""

from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from api.console import (
    audit,
    centre,
    complaints,
    documents,
    explanations,
    grids,
    hr,
    quality,
    records,
    self_service,
    sign_in,
    team,
)
from api.console.menu import MenuPart, menu_of
from api.console.rooms import visit_of

_STATIC = Path(__file__).parent / "static"
_TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}
_ASSETS = {path.name: path.read_bytes() for path in _STATIC.iterdir() if path.suffix in _TYPES}
ROOMS = (self_service, team, centre, records, grids, quality, complaints, hr, audit, documents, explanations, sign_in)

MENU: tuple[MenuPart, ...] = tuple(room.MENU for room in ROOMS if room.MENU.items)
"""The menu of who may see everything."""


def console_routes() -> list[Route]:
    """The pages of every room, the first one, and what pages are made with."""
    pages = [route for room in ROOMS for route in room.routes()]
    return [Route("/", _first), Route("/static/{name}", _asset), *pages]


async def _first(request: Request) -> Response:
    """The first page of the menu of who signed in."""
    visit = await visit_of(request)
    if visit is None:
        return RedirectResponse("/sign-in", status_code=303)
    parts = menu_of(MENU, visit.principal)
    return RedirectResponse(parts[0].items[0].path if parts else "/me", status_code=303)


async def _asset(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in _ASSETS:
        raise HTTPException(404)
    seconds = request.app.state.settings.docs_seconds
    headers = {"Cache-Control": f"public, max-age={seconds}"}
    return Response(_ASSETS[name], media_type=_TYPES[Path(name).suffix], headers=headers)
