"""S6 Scores: call, work and behaviour score, and their weighted total."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from .appraisals import COMPONENTS, appraised
from .figures import mean, round_half_up, two_places
from .metrics import Metrics, monitored, upheld_complaints
from .pools import pool_of
from .state import View

Rules = dict[str, Any]


@dataclass
class Score:
    """An employee's scores of a period, in hundredths; None where missing."""

    employee: str
    role: str
    call: int | None
    work: int | None
    behaviour: int | None
    total: int | None = None


def reviewed(view: View, kind: str, employee: str, period: str) -> int | None:
    """S6.2: the last review recorded for the employee and period."""
    fact = view.standing[kind].get((employee, period))
    return fact["score"] if fact else None


def weighted_total(score: Score, weights: dict[str, int] | None) -> int | None:
    """S6.3, S6.4: the weighted total; None without weights or if a component is missing."""
    if not weights:
        return None
    parts = [(weight, getattr(score, component)) for component, weight in weights.items()]
    if any(value is None for _weight, value in parts):
        return None
    return round_half_up(Fraction(sum(weight * value for weight, value in parts), 100))


def of_period(metrics: Metrics, rules: Rules) -> dict[str, Score]:
    """Give everyone in the period their scores, by employee; the CSRs' totals come first (S6.1 to S6.4)."""
    view, period = metrics.view, metrics.period
    csrs = [each for each in view.in_period(period) if view.role(each, period) == "csr"]
    found = {each: _score(metrics, rules, each) for each in csrs}
    metrics.totals = {each: score.total for each, score in found.items() if score.total is not None}
    others = [each for each in view.in_period(period) if each not in found]
    return found | {each: _score(metrics, rules, each) for each in others}


def _score(metrics: Metrics, rules: Rules, employee: str) -> Score:
    role = str(metrics.view.role(employee, metrics.period))
    score = Score(employee, role, *_components(metrics, rules, employee))
    pool = pool_of(metrics.view, metrics.period, rules, employee)
    own = pool["weights"] if pool else None
    score.total = weighted_total(score, own or rules["weights"].get(role))
    return score


def _components(metrics: Metrics, rules: Rules, employee: str) -> tuple[int | None, int | None, int | None]:
    """Call, work and behaviour: the last two by appraisal, else by review (S6.1 to S6.3)."""
    view, period = metrics.view, metrics.period
    by_component = {}
    for component in COMPONENTS:
        by_form = appraised(metrics, employee, component)
        by_component[component] = (
            by_form.score if by_form and by_form.counted else reviewed(view, f"{component}_review", employee, period)
        )
    work, behaviour = by_component["work"], by_component["behaviour"]
    if rules["leader_work_from_team"] and view.role(employee, period) == "team_leader":
        work = metrics.team_total_mean(employee)
    if behaviour is not None:
        behaviour = max(0, behaviour - rules["complaint_deduction"] * upheld_complaints(view, employee, period))
    return mean(monitored(view, employee, period)), work, behaviour


def report(scores: dict[str, Score]) -> list[dict[str, Any]]:
    """One row per employee in the period."""
    return [
        {
            "employee": score.employee,
            "role": score.role,
            "call": two_places(score.call),
            "work": two_places(score.work),
            "behaviour": two_places(score.behaviour),
            "total": two_places(score.total),
        }
        for _employee, score in sorted(scores.items())
    ]
