"""S6.2a: the metrics of employees and periods: those that are recorded, and those that are computed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from . import leave, punctuality
from .attendance import Attendance
from .figures import mean, round_half_up
from .forms import is_computed
from .periods import period_of
from .state import View


def monitored(view: View, employee: str, period: str) -> list[int]:
    """S6.1: the standing monitoring scores of contacts in the period; of revisions the last word counts."""
    revisions = view.last_words("monitoring_revision", "monitoring")
    found = []
    for fact in view.dated("monitoring", employee, period):
        last = revisions.get(fact["monitoring"], [fact])[-1]
        if last["score"] is not None:
            found.append(int(last["score"]))
    return found


def complained_of(complaint: dict[str, Any], updates: list[dict[str, Any]]) -> str | None:
    """S13.7: whose a complaint is, as if from the start where an update names whose; None of nobody's."""
    known = [each["employee"] for each in [complaint, *updates] if each["employee"] is not None]
    return str(known[0]) if known else None


def verdicts(updates: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """S6.2: the updates of a complaint that decide it."""
    return [update for update in updates if update["status"] in ("upheld", "dismissed", "withdrawn")]


def upheld_complaints(view: View, employee: str, period: str) -> int:
    """S6.2: complaints of the period whose last status among upheld, dismissed, withdrawn is upheld."""
    updates = view.last_words("complaint_update", "complaint")
    count = 0
    for fact in view.by_kind["complaint"]:
        followed = updates.get(fact["complaint"], [])
        in_period = period_of(fact["date"], view.start_day) == period
        if in_period and complained_of(fact, followed) == employee:
            count += [each["status"] for each in verdicts(followed)[-1:]] == ["upheld"]
    return count


def voluntary_swaps(view: View, employee: str, period: str) -> int:
    """S5.3: the approved swaps that the employee requested, by the date that was given away."""
    decisions = view.last_words("swap_decision", "swap")
    return sum(
        swap["requester"] == employee
        and period_of(swap["requester_date"], view.start_day) == period
        and any(decision["decision"] == "approved" for decision in decisions[swap["swap"]])
        for swap in view.by_kind["swap"]
    )


@dataclass
class Metrics:
    """The metrics of one period, in hundredths; `totals` are those of the CSRs, once they are known."""

    attendance: Attendance
    period: str
    totals: dict[str, int] = field(default_factory=dict)

    @property
    def view(self) -> View:
        return self.attendance.view

    def value(self, employee: str, metric: str) -> int | None:
        """The value of a metric; None where there is none."""
        if is_computed(metric):
            return self._computed()[metric](employee)
        fact = self.view.standing["metric"].get((employee, self.period, metric))
        return fact["value"] if fact else None

    def _computed(self) -> dict[str, Callable[[str], int | None]]:
        view, period, of = self.view, self.period, self.attendance.of

        def dated(kind: str) -> Callable[[str], int]:
            return lambda employee: 100 * len(view.dated(kind, employee, period))

        return {
            "ledger.late_times": lambda employee: 100 * punctuality.counted(of(employee))["late_times"],
            "ledger.unpunctual_shifts": lambda employee: 100 * sum(row.unpunctual for row in of(employee)),
            "ledger.absence_days": self._absence_days,
            "ledger.voluntary_swaps": lambda employee: 100 * voluntary_swaps(view, employee, period),
            "ledger.call_score": lambda employee: mean(monitored(view, employee, period)),
            "ledger.exam_mean": lambda employee: mean([fact["score"] for fact in view.dated("exam", employee, period)]),
            "ledger.complaints_upheld": lambda employee: 100 * upheld_complaints(view, employee, period),
            "ledger.praises": dated("praise"),
            "ledger.work_errors": dated("work_error"),
            "ledger.violations": dated("violation"),
            "ledger.team_total_mean": self.team_total_mean,
            "ledger.csr_total_mean": lambda _employee: mean(list(self.totals.values())),
        }

    def _absence_days(self, employee: str) -> int:
        parts = [part for row in self.attendance.of(employee) for part in row.parts]
        rules: dict[str, Any] = self.attendance.rules
        absent = leave.milli_days(parts, rules["absence_kinds"], rules["absence_unit"])
        return round_half_up(Fraction(absent, 10))

    def team_total_mean(self, employee: str) -> int | None:
        """The rounded mean of the totals of the CSRs of the employee's team (S2.4)."""
        own = self.view.team(employee, self.period)
        return mean([total for csr, total in self.totals.items() if self.view.team(csr, self.period) == own])
