"""Complaints: recorded, escalated, followed up, decided, and what they do to scores."""

from starlette.routing import Route

from api.console.complaints import complaint, complaint_list
from api.console.menu import MenuItem, MenuPart
from api.words.translation import marked

MENU = MenuPart(
    marked("Customers"),
    (MenuItem("/complaints", marked("Complaints"), needs=("read complaint",)),),
)
_PAGES = (complaint_list, complaint)


def routes() -> list[Route]:
    """The pages of the room."""
    return [route for page in _PAGES for route in page.room.routes]
