"""Why closed periods are adjusted: each compared with its replay, by cause."""

from collections.abc import Iterable
from typing import Any

from api.console.patience import in_time
from api.console.visit import Visit
from api.operations.comparisons import DiffSides, diff
from api.operations.jobs import Job
from api.words.labels import cause_label, figure_label


def causes_by_period(visit: Visit, periods: Iterable[str]) -> list[dict[str, Any]]:
    """Of each closed period what differs, and why; the `job` where the comparison takes longer."""
    found = []
    for period in periods:
        answer = in_time(visit, diff(visit.context, period, DiffSides()))
        job, differences = (answer.id, []) if isinstance(answer, Job) else (None, differences_of(visit, answer))
        found.append({"period": period, "job": job, "differences": differences})
    return found


def differences_of(visit: Visit, comparison: dict[str, Any]) -> list[dict[str, Any]]:
    """The differences of a comparison, each with its item and its causes in words."""
    causes = [cause_label(cause, visit.language) for cause in comparison.get("causes", ())]
    return [
        each
        | {
            "item": figure_label(each["item"], visit.language),
            "causes": [
                {"cause": causes[share["cause"]], "difference": share["difference"]} for share in each["causes"]
            ],
        }
        for each in comparison.get("differences", ())
    ]
