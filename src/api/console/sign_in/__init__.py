"""Signing in with a key, or by the issuer of the centre's accounts, and out again."""

from starlette.routing import Route

from api.console.menu import MenuPart
from api.console.sign_in import account, issuer, kept_form, key

MENU = MenuPart("", ())


def routes() -> list[Route]:
    """The pages of the room."""
    return [*key.ROUTES, *issuer.ROUTES, *account.room.routes, *kept_form.room.routes]
