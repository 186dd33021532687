"""Signing in with a key, or by the issuer of the centre's accounts, and out again."""

from starlette.routing import Route

from api.console.menu import MenuPart
from api.console.signing_in import account, by_issuer, by_key

MENU = MenuPart("", ())


def routes() -> list[Route]:
    """The pages of the room."""
    return [*by_key.ROUTES, *by_issuer.ROUTES, *account.room.routes]
