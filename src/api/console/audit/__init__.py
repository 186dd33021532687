"""The time machine, histories, and who looked at whose pay."""

from starlette.routing import Route

from api.console.audit import time_machine
from api.console.menu import MenuItem, MenuPart
from api.translating import marked

MENU = MenuPart(
    marked("Audit"),
    (MenuItem("/audit/time-machine", marked("Time machine"), needs=("report payroll",)),),
)
_PAGES = (time_machine,)


def routes() -> list[Route]:
    """The pages of the room."""
    return [route for page in _PAGES for route in page.room.routes]
