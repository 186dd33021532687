"""Records: a list, a form and a page for every kind of fact that people record."""

from starlette.routing import Route

from api.console.menu import MenuItem, MenuPart
from api.console.records import earlier_addresses, record_forms, record_lists, record_page
from api.console.records.record_kinds import NAMES_PEOPLE
from api.words.translation import marked

MENU = MenuPart(
    marked("Records"),
    (MenuItem("/records", marked("All records"), (NAMES_PEOPLE,), narrow=True),),
)
_PAGES = (record_lists, record_forms, record_page, earlier_addresses)


def routes() -> list[Route]:
    """The pages of the room."""
    return [route for page in _PAGES for route in page.room.routes]
