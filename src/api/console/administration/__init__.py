"""Administration: keys, devices, webhooks, jobs, and how the service is. Nobody's data is here."""

from starlette.routing import Route

from api.console.administration import devices, jobs, keys, service, webhooks
from api.console.menu import MenuItem, MenuPart
from api.words.translation import marked

MENU = MenuPart(
    marked("Administration"),
    (
        MenuItem("/admin/service", marked("The service"), ("see the service",)),
        MenuItem("/admin/keys", marked("Keys"), ("see keys",)),
        MenuItem("/admin/devices", marked("Devices"), ("see devices",)),
        MenuItem("/admin/webhooks", marked("Webhooks"), ("see webhooks",)),
        MenuItem("/admin/jobs", marked("Jobs"), ("see every job",)),
    ),
)
_PAGES = (service, keys, devices, webhooks, jobs)


def routes() -> list[Route]:
    """The pages of the room."""
    return [route for page in _PAGES for route in page.room.routes]
