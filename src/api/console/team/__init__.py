"""What a leader works with: roster, who is in, what is to decide and to mend, briefings."""

from starlette.routing import Route

from api.console.menu import MenuItem, MenuPart
from api.console.team import changing, roster
from api.translating import marked

MENU = MenuPart(marked("Team"), (MenuItem("/team/roster", marked("Roster"), ("report attendance",)),))


def routes() -> list[Route]:
    """The pages of the room."""
    return [route for page in (roster, changing) for route in page.room.routes]
