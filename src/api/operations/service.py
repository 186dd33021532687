"""How the service is."""

from api.operations.answer import Answer
from api.operations.context import Context
from api.operations.operation import operation
from api.problems import Problem
from api.service.observability.metrics import Metrics
from api.service.service import Service


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


@operation("see metrics")
def metrics(context: Context, counted: Metrics) -> bytes:
    """What was counted, and how far the ledger has come, as Prometheus reads it."""
    return counted.shown(context.ledger)
