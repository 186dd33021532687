"""Closing a month, rules, replays, imports, quarantine, reconciling, documents."""

from starlette.routing import Route

from api.console.menu import MenuPart

MENU = MenuPart("Personnel", ())


def routes() -> list[Route]:
    """The pages of the room."""
    return []
