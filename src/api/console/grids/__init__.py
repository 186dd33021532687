"""Grids: what is entered for many people at once, a row a person of a period."""

from starlette.routing import Route

from api.console.grids import grid
from api.console.menu import MenuItem, MenuPart
from api.operations.grids import GRIDS
from api.words.translation import marked

MENU = MenuPart(
    marked("Enter for many"),
    (
        MenuItem(
            "/grids",
            marked("Scores and amounts"),
            tuple(dict.fromkeys(f"record {kind}" for kinds in GRIDS.values() for kind in kinds)),
        ),
    ),
)


def routes() -> list[Route]:
    """The pages of the room."""
    return grid.room.routes
