"""Complaints: recorded, escalated, followed up, decided, and what they do to scores."""

from starlette.routing import Route

from api.console.complaints import handling, listing
from api.console.menu import MenuItem, MenuPart
from api.translating import marked

MENU = MenuPart(
    marked("Customers"),
    (MenuItem("/complaints", marked("Complaints"), needs=("read complaint",)),),
)
_PAGES = (listing, handling)


def routes() -> list[Route]:
    """The pages of the room."""
    return [route for page in _PAGES for route in page.room.routes]
