"""How the service is: whether facts can be recorded, what runs, and the last backup."""

from starlette.responses import Response

from api.console.rooms import Room
from api.console.visit import Visit
from api.console.wall_time import site_zone
from api.operations.service import service_state
from api.words.translation import marked, said

room = Room()
FAILING = {
    "disk": marked("The disk is full. Make room on it."),
    "store": marked("The store cannot be written to. See the log of the service."),
    "clock": marked("The clock is far from what was recorded last. Set the clock of this machine."),
    "append_lock": marked("Facts cannot be recorded now: another program holds the lock. Wait, or see the log."),
    "reading_room": marked("Reports cannot be computed now: one takes very long. Wait, or cancel its job."),
}
"""What is said of a check that does not hold, by its code."""
_MEBIBYTE = 1 << 20


@room.get("/admin/service")
def state(visit: Visit) -> Response:
    """How the service is, its versions, and the last backup."""
    found = service_state(visit.context)
    return visit.page(
        "administration/service.html",
        state=found,
        failing="" if found.failing is None else said(FAILING[found.failing], visit.language),
        free=None if found.free_bytes is None else f"{found.free_bytes // _MEBIBYTE:,}",
        zone=site_zone(visit),
    )
