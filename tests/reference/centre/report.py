"""The reports of S13 and of payments (S10.9), of the facts in view, whatever was closed (S13.1)."""

from . import (
    acknowledgements,
    adherence,
    complaints,
    conduct,
    coverage,
    monitoring_plan,
    organisation,
    payments,
    plans,
    promises,
    quality_work,
    quarter_review,
    refunds,
    training,
    volume,
)
from .looks import Look, Row

REPORTS = {
    "volume": volume.report,
    "coverage": coverage.report,
    "adherence": adherence.report,
    "conduct": conduct.report,
    "refunds": refunds.report,
    "promises": promises.report,
    "complaints": complaints.report,
    "monitoring_plan": monitoring_plan.report,
    "plans": plans.report,
    "tasks": plans.tasks,
    "acknowledgements": acknowledgements.report,
    "training": training.report,
    "quality_work": quality_work.report,
    "quarter_review": quarter_review.report,
    "organisation": organisation.report,
    "payments": payments.report,
}


def rows(look: Look) -> dict[str, list[Row]]:
    """All rows of all of them."""
    return {name: report(look) for name, report in REPORTS.items()}
