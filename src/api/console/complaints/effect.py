"""What an upheld complaint does to the scores of its period (S6.1 … S6.3): whole hundredths, rounded half-up once."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from api.console.quality.scoring import points, score_of
from api.console.score_change import COMPONENTS, ScoreChange
from api.console.visit import Visit
from projections.expressions import rounded

_PERCENT = 100
_WEIGHTED = ("call", "work", "behaviour")


class Effect(NamedTuple):
    """The rule set in force, what it deducts (points, as a text), and the scores now and after."""

    rules: str
    deduction: str
    deducts: bool
    change: ScoreChange
    upheld: int
    """How many complaints of the period are upheld against the employee already."""


def after_deduction(
    scores: Mapping[str, str | None], weights: Mapping[str, int] | None, deduction: int
) -> dict[str, str | None]:
    """The scores with one upheld complaint more: behaviour less the deduction, not below 0, and the total with it."""
    found = {name: None if (text := scores[name]) is None else score_of(text) for name in _WEIGHTED}
    if found["behaviour"] is not None:
        found["behaviour"] = max(0, found["behaviour"] - deduction)
    total = None if scores["total"] is None or weights is None else _total(found, weights)
    return {**{name: points(found[name]) or None for name in _WEIGHTED}, "total": points(total) or None}


def _total(found: Mapping[str, int | None], weights: Mapping[str, int]) -> int | None:
    """S6.3: the weighted sum; None where a component that has a weight is missing (S6.4)."""
    parts = [(weights[name], found[name]) for name in _WEIGHTED if weights[name]]
    if any(score is None for _, score in parts):
        return None
    return rounded(sum(weight * score for weight, score in parts if score is not None), _PERCENT)


async def effect_of(visit: Visit, period: Mapping[str, Any], employee: str, upheld: int) -> Effect:
    """What upholding a complaint would do to the scores of its period."""
    report = await visit.api.report("scores", period["period"], employee=employee)
    parameters = (await visit.api.get(f"/v1/rules/{report['rules']}"))["parameters"]
    row: Mapping[str, Any] = report["rows"][0] if report["rows"] else {}
    now = {name: row.get(name) for name in COMPONENTS}
    deduction = score_of(parameters["complaint_deduction"]) or 0
    after = after_deduction(now, parameters["weights"].get(row.get("role")), deduction)
    change = ScoreChange(period["period"], report["position"], now, after, period["closed_at"] is not None)
    return Effect(report["rules"], points(deduction), deduction > 0, change, upheld)
