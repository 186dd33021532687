"""The time machine, histories, and who looked at whose pay."""

from starlette.routing import Route

from api.console.audit import histories, ledger, looking, time_machine
from api.console.menu import MenuItem, MenuPart
from api.translating import marked

MENU = MenuPart(
    marked("Audit"),
    (
        MenuItem("/audit/time-machine", marked("Time machine"), needs=("report payroll",)),
        MenuItem("/audit/history", marked("History"), needs=("see history",)),
        MenuItem("/audit/facts", marked("The ledger's facts"), needs=("see history",)),
        MenuItem("/audit/closings", marked("Closings"), needs=("see closings",)),
        MenuItem("/audit/access-log", marked("Who looked at whose pay"), needs=("see the access log",)),
    ),
)
_PAGES = (time_machine, histories, ledger, looking)


def routes() -> list[Route]:
    """The pages of the room."""
    return [route for page in _PAGES for route in page.room.routes]
