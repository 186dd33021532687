"""Running the centre (S13): what is recorded day by day, and the reports of it."""

from starlette.routing import Route

from api.console.centre import brief, records, reports
from api.console.centre.record_kinds import KINDS_SHOWN
from api.console.centre.reports import REPORTS_SHOWN
from api.console.menu import MenuItem, MenuPart
from api.words.translation import marked

MENU = MenuPart(
    marked("The centre"),
    (
        MenuItem("/centre/brief", marked("The morning"), ("see the brief",)),
        MenuItem("/centre/records", marked("Records"), tuple(f"read {kind}" for kind in KINDS_SHOWN), narrow=True),
        MenuItem("/centre/reports", marked("Reports"), tuple(f"report {name}" for name in REPORTS_SHOWN), narrow=True),
    ),
)
_PAGES = (brief, records, reports)


def routes() -> list[Route]:
    """The pages of the room."""
    return [route for page in _PAGES for route in page.room.routes]
