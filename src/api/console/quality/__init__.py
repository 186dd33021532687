"""Monitoring, disputes of evaluations, and the quality report."""

from starlette.routing import Route

from api.console.menu import MenuPart

MENU = MenuPart("Quality", ())


def routes() -> list[Route]:
    """The pages of the room."""
    return []
