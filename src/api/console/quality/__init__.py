"""Monitoring and appraising: forms, evaluations, appraisals, disputes of them, and the quality report."""

from starlette.routing import Route

from api.console.menu import MenuItem, MenuPart
from api.console.quality import appraisals, disputes, evaluation_form, forms, monitorings, report
from api.words.translation import marked

MENU = MenuPart(
    marked("Quality"),
    (
        MenuItem("/quality/monitorings", marked("Evaluations"), needs=("read monitoring",)),
        MenuItem("/quality/appraisals", marked("Appraisals"), needs=("record appraisal",)),
        MenuItem("/quality/disputes", marked("Disputes to answer"), needs=("read dispute",), counts=("dispute",)),
        MenuItem("/quality/report", marked("Quality report"), needs=("report scores",)),
        MenuItem("/quality/forms", marked("Monitoring forms"), needs=("read monitoring",)),
    ),
)
_PAGES = (forms, evaluation_form, monitorings, appraisals, disputes, report)


def routes() -> list[Route]:
    """The pages of the room."""
    return [route for page in _PAGES for route in page.room.routes]
