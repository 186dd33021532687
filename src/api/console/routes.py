"""The whole console: its rooms, and the menu that leads to their pages."""

from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.console import (
    administration,
    audit,
    centre,
    complaints,
    documents,
    explanations,
    grids,
    home,
    hr,
    quality,
    records,
    self_service,
    sign_in,
    team,
)
from api.console.menu import MenuPart

_STATIC = Path(__file__).parent / "static"
_TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}
_ASSETS = {path.name: path.read_bytes() for path in _STATIC.iterdir() if path.suffix in _TYPES}
ROOMS = (
    home,
    self_service,
    team,
    centre,
    records,
    grids,
    quality,
    complaints,
    hr,
    audit,
    documents,
    explanations,
    administration,
    sign_in,
)

MENU: tuple[MenuPart, ...] = tuple(room.MENU for room in ROOMS if room.MENU.items)
"""The menu of who may see everything."""


def console_routes() -> list[Route]:
    """The pages of every room, and what pages are made with."""
    pages = [route for room in ROOMS for route in room.routes()]
    return [Route("/static/{name}", _asset), *pages]


async def _asset(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in _ASSETS:
        raise HTTPException(404)
    seconds = request.app.state.settings.docs_seconds
    headers = {"Cache-Control": f"public, max-age={seconds}"}
    return Response(_ASSETS[name], media_type=_TYPES[Path(name).suffix], headers=headers)
