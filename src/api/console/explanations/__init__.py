"""Why a figure is what it is, down to the facts."""

from starlette.routing import Route

from api.console.explanations import explanation
from api.console.menu import MenuPart

MENU = MenuPart("", ())


def routes() -> list[Route]:
    """The pages of the room."""
    return explanation.room.routes
