"""The time machine, histories, and who looked at whose pay."""

from starlette.routing import Route

from api.console.menu import MenuPart

MENU = MenuPart("Audit", ())


def routes() -> list[Route]:
    """The pages of the room."""
    return []
