"""The first page of whoever signed in: of each of their roles, what to do now."""

from starlette.routing import Route

from api.console.home import first_page
from api.console.menu import MenuItem, MenuPart
from api.words.translation import marked

MENU = MenuPart("", (MenuItem("/", marked("Home"), ("see who I am",)),))


def routes() -> list[Route]:
    """The pages of the room."""
    return first_page.room.routes
