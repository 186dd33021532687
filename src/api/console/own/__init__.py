"""What an agent sees of himself: the month, the payslip, and what can be asked for."""

from starlette.routing import Route

from api.console.menu import MenuPart

MENU = MenuPart("Mine", ())


def routes() -> list[Route]:
    """The pages of the room."""
    return []
