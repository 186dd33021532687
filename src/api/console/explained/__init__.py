"""Why a figure is what it is, down to the facts."""

from starlette.routing import Route

from api.console.explained import why
from api.console.menu import MenuPart

MENU = MenuPart("", ())


def routes() -> list[Route]:
    """The pages of the room."""
    return why.room.routes
