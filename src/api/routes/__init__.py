"""The operations of the API, by what they are about."""

from fastapi import APIRouter

from api.routes import facts, reports, service, workflows
from api.routes.recording import recording_router


def all_routers() -> list[APIRouter]:
    """Every operation, in the order in which addresses are looked for."""
    return [
        service.open_router,
        service.router,
        facts.router,
        workflows.router,
        reports.router,
        recording_router(),
    ]
