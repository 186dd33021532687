"""S8 Excellence awards (表现优异奖金) of the CSRs."""

from dataclasses import dataclass
from typing import Any

from .attendance import Attendance
from .figures import two_places
from .metrics import Metrics, monitored, voluntary_swaps
from .parameters import THEMES
from .ranking import Ranked
from .scores import Score
from .state import View
from .themes import Theme, themes, won_by_data

CLAUSES = dict(zip(THEMES, ("S8.3", "S8.4", "S8.5", "S8.6"), strict=True))
Rules = dict[str, Any]
# A rank and the name of its pool; of an opening's, which is of any pool, None (S7.1a).
Rank = tuple[int, str | None]


@dataclass
class Candidates:
    """Everything the awards of one period look at."""

    view: View
    period: str
    rules: Rules
    attendance: Attendance
    scores: dict[str, Score]
    ranking: dict[str, Ranked]
    excluded: dict[str, list[str]]
    ranks_before: dict[str, Rank]
    error_free_runs: dict[str, int]
    metrics: Metrics

    def eligible(self) -> list[str]:
        """S8.2: CSRs whom nothing excludes from all awards."""
        return [employee for employee, score in self.scores.items() if score.role == "csr" and not self._out(employee)]

    def _out(self, employee: str) -> bool:
        if set(self.excluded[employee]) & {"S7.6a", "S7.6b", "S7.6d"}:
            return True
        rows = self.attendance.of(employee)
        absent = any(part.type in ("absenteeism", "personal", "sick") for row in rows for part in row.parts)
        return absent or any(row.unpunctual for row in rows)


def full_attendance(on: Candidates, employee: str) -> bool:
    """S8.3 全勤奖: an attended shift, few voluntary swaps (S5.3), no unresolved missing punch."""
    statuses = [row.status for row in on.attendance.of(employee)]
    if "missing_in" in statuses or "missing_out" in statuses or "attended" not in statuses:
        return False
    return voluntary_swaps(on.view, employee, on.period) < int(on.rules["full_attendance_swaps"])


def improvement(on: Candidates, employee: str) -> int:
    """S8.4: places gained since the period before; 0 if not ranked in both, or a score is below the floor."""
    ranked, before = on.ranking.get(employee), on.ranks_before.get(employee)
    exams = [fact["score"] for fact in on.view.dated("exam", employee, on.period)]
    tested = monitored(on.view, employee, on.period) + exams
    if not ranked or ranked.rank is None or before is None:
        return 0
    rank, pool = before
    if pool not in (None, ranked.pool["pool"]) or any(score < on.rules["improved_floor"] for score in tested):
        return 0
    return max(0, rank - ranked.rank)


def praised(on: Candidates, employee: str) -> bool:
    """S8.5 优质服务奖: at least one written customer praise of attitude."""
    praises = on.view.dated("praise", employee, on.period)
    return any(fact["written"] and fact["about"] == "attitude" for fact in praises)


def attended(attendance: Attendance, employee: str) -> int:
    """The number of shifts with both In and Out (S3.5)."""
    return sum(row.status == "attended" for row in attendance.of(employee))


def error_free_run(attendance: Attendance, period: str, employee: str, run: int) -> int:
    """S8.6: carry the run of error-free periods on, if employed as CSR on every day of this one, or break it.

    A period with too few attended shifts leaves the run as it is.
    """
    view, days = attendance.view, attendance.days
    throughout = all(view.employed(employee, day) and view.on(employee, day, "role") == "csr" for day in days)
    if not throughout or view.dated("work_error", employee, period):
        return 0
    return run + (attended(attendance, employee) >= attendance.rules["error_free_min_shifts"])


def hundred_percent(on: Candidates, employee: str) -> bool:
    """S8.6 百分百之星: a run that is a multiple, in a period that adds to it."""
    run = on.error_free_runs[employee]
    enough = attended(on.attendance, employee) >= on.rules["error_free_min_shifts"]
    return enough and run > 0 and run % on.rules["error_free_periods"] == 0


def winners(on: Candidates, theme: Theme) -> list[str]:
    """Those who win a theme, from among those whom nothing excludes (S8.2 to S8.8)."""
    eligible = on.eligible()
    if theme.name not in THEMES:
        return won_by_data(theme, on.metrics, eligible, lambda found: kept(on, found, theme.winners))
    if theme.name == "full_attendance":
        found = [employee for employee in eligible if full_attendance(on, employee)]
    elif theme.name == "most_improved":
        gains = {employee: improvement(on, employee) for employee in eligible}
        best = max(gains.values(), default=0)
        found = [employee for employee, gain in gains.items() if gain == best > 0]
    elif theme.name == "service":
        found = [employee for employee in eligible if praised(on, employee)]
    else:
        found = [employee for employee in eligible if hundred_percent(on, employee)]
    return kept(on, found, theme.winners)


def kept(on: Candidates, employees: list[str], limit: int | None) -> list[str]:
    """S8.7: the best by total, then behaviour; sharers at the cut all win; unscored come last."""

    def standing(employee: str) -> tuple[int, int]:
        score = on.scores[employee]
        return (-1, -1) if score.total is None else (score.total, score.behaviour or 0)

    if limit is None:
        return employees
    best = {employee: standing(employee) for employee in employees}
    return [each for each in employees if sum(other > best[each] for other in best.values()) < limit]


def of_period(on: Candidates) -> list[tuple[str, str, int]]:
    """Employee, theme and amount in fen, by employee; the four in the order of S8, then the others by name."""
    won = [
        (employee, theme.name, theme.amount)
        for theme in themes(on.view, on.period, on.rules)
        for employee in winners(on, theme)
    ]
    return sorted(won, key=lambda award: award[0])


def report(awards: list[tuple[str, str, int]]) -> list[dict[str, Any]]:
    """List one row per award won."""
    return [{"employee": employee, "theme": theme, "amount": two_places(amount)} for employee, theme, amount in awards]
