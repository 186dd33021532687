"""Running the centre (S13): the morning, and the reports of what is recorded day by day."""

from starlette.routing import Route

from api.console.centre import brief, reports
from api.console.centre.reports import REPORTS_SHOWN
from api.console.menu import MenuItem, MenuPart
from api.words.translation import marked

MENU = MenuPart(
    marked("The centre"),
    (
        MenuItem("/centre/brief", marked("The morning"), ("see the brief",)),
        MenuItem("/centre/reports", marked("Reports"), tuple(f"report {name}" for name in REPORTS_SHOWN), narrow=True),
    ),
)
_PAGES = (brief, reports)


def routes() -> list[Route]:
    """The pages of the room."""
    return [route for page in _PAGES for route in page.room.routes]
