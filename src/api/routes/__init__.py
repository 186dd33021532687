"""The operations of the API, by what they are about."""

from fastapi import APIRouter

from api.routes import (
    checkpoints,
    closing,
    comparing,
    devices,
    documents,
    effects,
    erasing,
    explaining,
    exporting,
    facts,
    following,
    iclock,
    imports,
    jobs,
    keys,
    people,
    periods,
    presence,
    proving,
    quarantine,
    reconciling,
    reports,
    service,
    verifying,
    webhooks,
    workflows,
)
from api.routes.recording import recording_router


def all_routers() -> list[APIRouter]:
    """Every operation, in the order in which addresses are looked for: the ones asked most go first."""
    return [
        recording_router(),
        reports.router,
        service.open_router,
        service.router,
        following.router,
        facts.router,
        people.router,
        workflows.router,
        effects.router,
        periods.router,
        presence.router,
        closing.router,
        documents.router,
        explaining.router,
        comparing.router,
        keys.router,
        webhooks.router,
        devices.router,
        iclock.router,
        imports.router,
        jobs.router,
        quarantine.router,
        reconciling.router,
        exporting.router,
        checkpoints.router,
        proving.router,
        verifying.router,
        erasing.router,
    ]
