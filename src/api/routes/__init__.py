"""The operations of the API, by what they are about."""

from fastapi import APIRouter

from api.routes import comparing, explaining, facts, following, keys, periods, reports, service, webhooks, workflows
from api.routes.recording import recording_router


def all_routers() -> list[APIRouter]:
    """Every operation, in the order in which addresses are looked for."""
    return [
        service.open_router,
        service.router,
        following.router,
        facts.router,
        workflows.router,
        reports.router,
        periods.router,
        explaining.router,
        comparing.router,
        keys.router,
        webhooks.router,
        recording_router(),
    ]
