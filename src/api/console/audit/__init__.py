"""The time machine, histories, proofs, and who looked at whose pay."""

from starlette.routing import Route

from api.console.audit import access_log, histories, ledger, proofs, time_machine, verifications
from api.console.menu import MenuItem, MenuPart
from api.words.translation import marked

MENU = MenuPart(
    marked("Audit"),
    (
        MenuItem("/audit/time-machine", marked("Time machine"), needs=("report payroll",)),
        MenuItem("/audit/history", marked("History"), needs=("see history",)),
        MenuItem("/audit/facts", marked("The ledger's facts"), needs=("see history",)),
        MenuItem("/audit/closings", marked("Closings"), needs=("see closings",)),
        MenuItem("/audit/proofs", marked("Checkpoints and proofs"), needs=("verify",)),
        MenuItem("/audit/access-log", marked("Who looked at whose pay"), needs=("see the access log",), narrow=True),
    ),
)
_PAGES = (time_machine, histories, ledger, proofs, verifications, access_log)


def routes() -> list[Route]:
    """The pages of the room."""
    return [route for page in _PAGES for route in page.room.routes]
