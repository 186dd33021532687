"""S6 Scores: call, work and behaviour score, and their weighted total."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from .figures import mean, round_half_up, two_places
from .periods import period_of
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


def monitored(view: View, employee: str, period: str) -> list[int]:
    """S6.1: the standing monitoring scores of contacts in the period; of revisions the last word counts."""
    revisions = view.last_words("monitoring_revision", "monitoring")
    found = []
    for fact in view.dated("monitoring", employee, period):
        last = revisions.get(fact["monitoring"], [fact])[-1]
        if last["score"] is not None:
            found.append(int(last["score"]))
    return found


def reviewed(view: View, kind: str, employee: str, period: str) -> int | None:
    """S6.2: the last review recorded for the employee and period."""
    fact = view.standing[kind].get((employee, period))
    return fact["score"] if fact else None


def upheld_complaints(view: View, employee: str, period: str) -> int:
    """S6.2: complaints of the period whose last status among upheld, dismissed, withdrawn is upheld."""
    updates = view.last_words("complaint_update", "complaint")
    count = 0
    for fact in view.by_kind["complaint"]:
        if fact["employee"] == employee and period_of(fact["date"], view.start_day) == period:
            verdicts = [
                update["status"]
                for update in updates.get(fact["complaint"], [])
                if update["status"] in ("upheld", "dismissed", "withdrawn")
            ]
            count += verdicts[-1:] == ["upheld"]
    return count


def weighted_total(score: Score, rules: Rules) -> int | None:
    """S6.3, S6.4: the weighted total; None if the role has no weights or a component is missing."""
    weights = rules["weights"].get(score.role)
    if not weights:
        return None
    parts = [(weight, getattr(score, component)) for component, weight in weights.items()]
    if any(value is None for _weight, value in parts):
        return None
    return round_half_up(Fraction(sum(weight * value for weight, value in parts), 100))


def of_period(view: View, period: str, rules: Rules) -> dict[str, Score]:
    """Give everyone in the period their scores, by employee (S6.1 to S6.4)."""
    found: dict[str, Score] = {}
    for employee in view.in_period(period):
        behaviour = reviewed(view, "behaviour_review", employee, period)
        if behaviour is not None:
            deduction = rules["complaint_deduction"] * upheld_complaints(view, employee, period)
            behaviour = max(0, behaviour - deduction)
        call = mean(monitored(view, employee, period))
        work = reviewed(view, "work_review", employee, period)
        found[employee] = Score(employee, str(view.role(employee, period)), call, work, behaviour)
        found[employee].total = weighted_total(found[employee], rules)
    if rules["leader_work_from_team"]:
        _work_of_leaders(view, period, rules, found)
    return found


def _work_of_leaders(view: View, period: str, rules: Rules, found: dict[str, Score]) -> None:
    """S6.3: a leader's work score is the rounded mean of the totals of the CSRs of the leader's team."""

    def team(employee: str) -> str:
        day = view.status_day(employee, period)
        return view.on(employee, day, "team") if day else ""

    for leader in found.values():
        if leader.role == "team_leader":
            totals = [
                each.total
                for each in found.values()
                if each.role == "csr" and each.total is not None and team(each.employee) == team(leader.employee)
            ]
            leader.work = mean(totals)
            leader.total = weighted_total(leader, rules)


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
