"""Closing a month, rules, replays, imports, quarantine, reconciling, documents."""

from starlette.routing import Route

from api.console.hr import closed, closing
from api.console.menu import MenuItem, MenuPart
from api.translating import marked

MENU = MenuPart(
    marked("Personnel"),
    (
        MenuItem("/hr/close", marked("Close a month"), needs=("close",)),
        MenuItem("/hr/closings", marked("Closed months"), needs=("see closings",)),
    ),
)


def routes() -> list[Route]:
    """The pages of the room."""
    return [*closing.room.routes, *closed.room.routes]
