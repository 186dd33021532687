"""What a leader works with: roster, who is in, what is to decide and to mend, briefings."""

from starlette.routing import Route

from api.console.menu import MenuPart

MENU = MenuPart("Team", ())


def routes() -> list[Route]:
    """The pages of the room."""
    return []
