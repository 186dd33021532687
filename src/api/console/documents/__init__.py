"""Documents: payslips, registers, notices, sheets and reports, to look at, to print and to keep."""

from starlette.routing import Route

from api.console.documents import documents
from api.console.menu import MenuItem, MenuPart
from api.documents.printouts import DOCUMENTS, operation_of
from api.words.translation import marked

MENU = MenuPart(
    marked("Papers"),
    (MenuItem("/documents", marked("Documents"), tuple(operation_of(name) for name in DOCUMENTS)),),
)


def routes() -> list[Route]:
    """The pages of the room."""
    return documents.room.routes
