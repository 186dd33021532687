"""S8 Excellence awards (表现优异奖金) of the CSRs."""

from dataclasses import dataclass
from typing import Any

from .attendance import Attendance
from .figures import two_places
from .parameters import DEFAULTS, THEMES
from .periods import period_of
from .ranking import Ranked
from .scores import Score, monitored
from .state import View

CLAUSES = dict(zip(THEMES, ("S8.3", "S8.4", "S8.5", "S8.6"), strict=True))
Rules = dict[str, Any]


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
    ranks_before: dict[str, int]
    error_free_runs: dict[str, int]

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
    decisions = on.view.last_words("swap_decision", "swap")
    swaps = [
        swap
        for swap in on.view.by_kind["swap"]
        if swap["requester"] == employee
        and period_of(swap["requester_date"], on.view.start_day) == on.period
        and any(decision["decision"] == "approved" for decision in decisions[swap["swap"]])
    ]
    return len(swaps) < int(on.rules["full_attendance_swaps"])


def improvement(on: Candidates, employee: str) -> int:
    """S8.4: places gained since the period before; 0 if not ranked in both, or a score is below the floor."""
    ranked = on.ranking.get(employee)
    now, before = ranked.rank if ranked else None, on.ranks_before.get(employee)
    exams = [fact["score"] for fact in on.view.dated("exam", employee, on.period)]
    tested = monitored(on.view, employee, on.period) + exams
    if now is None or before is None or any(score < on.rules["improved_floor"] for score in tested):
        return 0
    return max(0, before - now)


def praised(on: Candidates, employee: str) -> bool:
    """S8.5 优质服务奖: at least one written customer praise of attitude."""
    praises = on.view.dated("praise", employee, on.period)
    return any(fact["written"] and fact["about"] == "attitude" for fact in praises)


def error_free_run(view: View, period: str, employee: str, run: int) -> int:
    """S8.6: carry the run of error-free periods on, if employed as CSR on every day of this one, or break it."""
    days = view.dates(period)
    throughout = all(view.employed(employee, day) and view.on(employee, day, "role") == "csr" for day in days)
    return run + 1 if throughout and not view.dated("work_error", employee, period) else 0


def winners(on: Candidates, theme: str) -> list[str]:
    """Those who meet a theme's own conditions (S8.3 to S8.6)."""
    eligible = on.eligible()
    if theme == "full_attendance":
        return [employee for employee in eligible if full_attendance(on, employee)]
    if theme == "most_improved":
        gains = {employee: improvement(on, employee) for employee in eligible}
        best = max(gains.values(), default=0)
        return [employee for employee, gain in gains.items() if gain == best > 0]
    if theme == "service":
        return [employee for employee in eligible if praised(on, employee)]
    return [
        employee
        for employee in eligible
        if on.error_free_runs[employee] > 0 and on.error_free_runs[employee] % on.rules["error_free_periods"] == 0
    ]


def kept(on: Candidates, employees: list[str], limit: int | None) -> list[str]:
    """S8.7: the best by total, then behaviour; sharers at the cut all win; unscored come last."""

    def standing(employee: str) -> tuple[int, int]:
        score = on.scores[employee]
        return (-1, -1) if score.total is None else (score.total, score.behaviour or 0)

    if limit is None:
        return employees
    best = {employee: standing(employee) for employee in employees}
    return [each for each in employees if sum(other > best[each] for other in best.values()) < limit]


def themes(view: View, period: str, rules: Rules) -> list[tuple[str, int, int | None]]:
    """S8.1: the active themes with amount and number of winners; a period's own list replaces the rule set's."""
    of_rules = {entry["theme"]: entry for entry in rules["award_themes"]}
    of_manual = {entry["theme"]: entry for entry in DEFAULTS["award_themes"]}
    opened = view.standing["period"].get((period,))
    active = of_rules
    if opened and opened["award_themes"] is not None:
        active = {entry["theme"]: entry for entry in opened["award_themes"]}
    found = []
    for theme in THEMES:
        if theme in active:
            amount = active[theme]["amount"]
            if amount is None:
                amount = (of_rules.get(theme) or of_manual[theme])["amount"]
            found.append((theme, amount, active[theme]["winners"]))
    return found


def of_period(on: Candidates) -> list[tuple[str, str, int]]:
    """Employee, theme and amount in fen, by employee and in the order of S8."""
    won = [
        (employee, theme, amount)
        for theme, amount, limit in themes(on.view, on.period, on.rules)
        for employee in kept(on, winners(on, theme), limit)
    ]
    return sorted(won, key=lambda award: (award[0], THEMES.index(award[1])))


def report(awards: list[tuple[str, str, int]]) -> list[dict[str, Any]]:
    """List one row per award won."""
    return [{"employee": employee, "theme": theme, "amount": two_places(amount)} for employee, theme, amount in awards]
