"""Running the centre (S13): the morning, and the reports of what is recorded day by day."""

from starlette.routing import Route

from api.console.centre import brief, comparison, ranking, reports
from api.console.centre.comparison import REPORTS_COMPARED
from api.console.centre.reports import REPORTS_SHOWN
from api.console.menu import MenuItem, MenuPart
from api.words.translation import marked

MENU = MenuPart(
    marked("The centre"),
    (
        MenuItem("/centre/brief", marked("The morning"), ("see the brief",)),
        MenuItem("/centre/reports", marked("Reports"), tuple(f"report {name}" for name in REPORTS_SHOWN), narrow=True),
        MenuItem("/centre/ranking", marked("Ranking and bonus"), ("report ranking",)),
        MenuItem("/centre/comparison", marked("Compare"), tuple(f"report {name}" for name in REPORTS_COMPARED)),
    ),
)
_PAGES = (brief, reports, ranking, comparison)


def routes() -> list[Route]:
    """The pages of the room."""
    return [route for page in _PAGES for route in page.room.routes]
