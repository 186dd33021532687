"""Evaluations on pages: those of a period, and the chart of one."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from api.charts import Chart, Series
from api.console.quality.score import drawn, shown_points
from api.console.visit import Visit
from api.operations.evaluations import Evaluation, EvaluationQuery, evaluations
from projections.evaluations import Criterion


def evaluations_of(visit: Visit, period: Mapping[str, Any]) -> list[Evaluation]:
    """The evaluations of a period's contacts, the latest first."""
    first, last = (date.fromisoformat(period[name]) for name in ("first_day", "last_day"))
    return evaluations(visit.context, EvaluationQuery(first, last)).found


def chart_of(visit: Visit, criteria: Sequence[Criterion]) -> Chart | None:
    """The criteria as lying bars; None where the evaluation has none."""
    if not criteria:
        return None
    named = [f"{each.name} ({each.weight} %)" for each in criteria]
    return Chart(
        visit.says("Score by criterion"),
        "lying",
        named,
        [Series(visit.says("Score"), [drawn(each.score) for each in criteria])],
        visit.says("Criterion (weight)"),
        shown=shown_points,
    )
