"""The operations of the API, by what they are about."""

from fastapi import APIRouter

from api.routes import (
    change_feed,
    checkpoints,
    closings,
    comparisons,
    devices,
    documents,
    effects,
    erasures,
    explanations,
    exports,
    facts,
    iclock,
    imports,
    jobs,
    keys,
    people,
    periods,
    presence,
    proofs,
    quarantine,
    reconciliations,
    reports,
    service,
    verifications,
    webhooks,
    workflows,
)
from api.routes.fact_kinds import recording_router


def all_routers() -> list[APIRouter]:
    """Every operation, in the order in which addresses are looked for: the ones asked most go first."""
    return [
        recording_router(),
        reports.router,
        service.open_router,
        service.router,
        change_feed.router,
        facts.router,
        people.router,
        workflows.router,
        effects.router,
        periods.router,
        presence.router,
        closings.router,
        documents.router,
        explanations.router,
        explanations.disputes,
        comparisons.router,
        keys.router,
        webhooks.router,
        devices.router,
        iclock.router,
        imports.router,
        jobs.router,
        quarantine.router,
        reconciliations.router,
        exports.router,
        checkpoints.router,
        proofs.router,
        verifications.router,
        erasures.router,
    ]
