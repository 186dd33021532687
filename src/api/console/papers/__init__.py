"""Documents: payslips, registers, notices, sheets and reports, to look at, to print and to keep."""

from starlette.routing import Route

from api.console.menu import MenuItem, MenuPart
from api.console.papers import documents
from api.documents.printing import DOCUMENTS, operation_of
from api.translating import marked

MENU = MenuPart(
    marked("Papers"),
    (MenuItem("/documents", marked("Documents"), tuple(operation_of(name) for name in DOCUMENTS)),),
)


def routes() -> list[Route]:
    """The pages of the room."""
    return documents.room.routes
