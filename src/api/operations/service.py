"""How the service is."""

from importlib.metadata import version
from platform import python_version

from anyio import from_thread

from api.operations.answer import Answer, ShownInstant
from api.operations.context import Context
from api.operations.ledger import ledger
from api.operations.operation import operation
from api.problems import Problem
from api.service.observability.metrics import Metrics
from api.service.service import Service
from api.words.dates import shown_instant


class Health(Answer):
    """How the service is: `ok` as long as the process answers, `ready` where facts can be recorded and read."""

    status: str


def health() -> Health:
    """That the process answers; of the store it says nothing."""
    return Health(status="ok")


async def readiness(service: Service) -> Health:
    """That facts can be recorded and read. Raises Problem where they cannot now, with the reason."""
    failing = await service.readiness.failing()
    if failing is not None:
        raise Problem("unavailable", f"{failing.otherwise}; see the log of the service", code=failing.code)
    return Health(status="ready")


class ServiceState(Answer):
    """How the service is, for who looks after it; nothing of what is on the ledger.

    `failing` is the code of the check that does not hold; `free_bytes` is null where the disk is not seen from here.
    """

    failing: str | None
    version: str
    python: str
    store: str
    site: str | None
    position: int
    recorded_at: ShownInstant | None
    free_bytes: int | None
    backed_up_at: ShownInstant | None
    backed_up_to: int | None


@operation("see the service")
def service_state(context: Context) -> ServiceState:
    """How the service is now. Waits for its checks: call it in a thread of a request."""
    upkeep, now = context.ledger.upkeep, ledger(context)
    failing, backup = from_thread.run(context.service.readiness.failing), upkeep.last_backup()
    return ServiceState(
        failing=None if failing is None else failing.code,
        version=version("workforce-ledger"),
        python=python_version(),
        store="SQLite" if context.ledger.store.place.free_bytes() is not None else "PostgreSQL",
        site=None if now.site is None else str(now.site["name"]),
        position=now.position,
        recorded_at=now.recorded_at,
        free_bytes=upkeep.free_bytes(),
        backed_up_at=None if backup is None else shown_instant(backup[0]),
        backed_up_to=None if backup is None else backup[1],
    )


@operation("see metrics")
def metrics(context: Context, counted: Metrics) -> bytes:
    """What was counted, and how far the ledger has come, as Prometheus reads it."""
    return counted.shown(context.ledger)
