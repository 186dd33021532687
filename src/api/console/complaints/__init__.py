"""Complaints: their list, each one's course, and what it does to scores."""

from starlette.routing import Route

from api.console.menu import MenuPart

MENU = MenuPart("Complaints", ())


def routes() -> list[Route]:
    """The pages of the room."""
    return []
