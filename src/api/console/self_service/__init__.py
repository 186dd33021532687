"""An agent's own pages: the month, the payslip, and what can be asked for."""

from starlette.routing import Route

from api.console.menu import MenuItem, MenuPart
from api.console.self_service import disputes, leaves, month, notifications, payslip, requests, swaps, tasks
from api.operations.agenda import ERRANDS
from api.words.translation import marked

MENU = MenuPart(
    marked("Mine"),
    (
        MenuItem("/my/month", marked("My month"), ("report hours",), own=True),
        MenuItem("/my/payslip", marked("My payslip"), ("report payroll",), own=True),
        MenuItem("/my/leaves", marked("My leaves"), ("record leave",), own=True),
        MenuItem("/my/swaps", marked("My shift swaps"), ("record swap",), own=True, counts=("own swap",)),
        MenuItem("/my/requests", marked("My requests"), ("record punch_request",), own=True),
        MenuItem(
            "/my/tasks",
            marked("My tasks and instructions"),
            ("report tasks",),
            own=True,
            counts=ERRANDS,
        ),
        MenuItem("/my/disputes", marked("My disputes"), ("record dispute",), own=True),
        MenuItem("/my/notifications", marked("My notifications"), ("choose notifications",), own=True),
    ),
)


def routes() -> list[Route]:
    """The pages of the room."""
    pages = (month, payslip, leaves, swaps, requests, tasks, disputes, notifications)
    return [route for page in pages for route in page.room.routes]
