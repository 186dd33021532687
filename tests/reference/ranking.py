"""S7 Ranking and monthly bonus (月度奖金)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from math import ceil
from typing import Any

from . import leave
from .figures import round_half_up, two_places
from .periods import period_of, shifted
from .pools import pool_of
from .scores import Score
from .state import View

Rules = dict[str, Any]
Pool = dict[str, Any]


@dataclass
class Ranked:
    """An employee's place in a pool, what it pays in fen, and the clauses that exclude."""

    score: Score
    pool: Pool
    rank: int | None = None
    of: int = 0
    amount: int = 0
    excluded_by: list[str] = field(default_factory=list)


def places(entries: Iterable[tuple[str, int, int]]) -> dict[str, int]:
    """S7.2: ranks by total, then behaviour, both descending; equals share a rank and the next is skipped."""
    figures = {employee: (total, behaviour) for employee, total, behaviour in entries}
    return {employee: 1 + sum(other > own for other in figures.values()) for employee, own in figures.items()}


def tier_amount(tiers: list[dict[str, Any]], rules: Rules, total: int, rank: int, size: int) -> int:
    """S7.3: the amount of the first row whose both conditions hold; read as shares, the percentages add up."""
    summed = 0
    for tier in tiers:
        percent = tier["within_percent"]
        if percent is not None:
            summed += percent
            percent = summed if rules["rank_reading"] == "shares" else percent
        if total >= tier["total"] and (percent is None or rank <= last_rank(percent, size, rules["rank_rounding"])):
            return int(tier["amount"])
    return 0


def last_rank(percent: int, size: int, rounding: str) -> Fraction | int:
    """S7.3: the last rank that lies within a percentage of a pool."""
    share = Fraction(percent * size, 100)
    return {"exact": share, "up": ceil(share), "nearest": round_half_up(share)}[rounding]


def lead_amount(lead_bonus: dict[str, Any], total: int, rank: int) -> int:
    """S7.4: strictly above a total, by rank."""
    amounts = lead_bonus["amounts"]
    return int(amounts[rank - 1]) if total > lead_bonus["total_above"] and rank <= len(amounts) else 0


def exclusions(
    view: View, period: str, rules: Rules, employee: str, absences: dict[str, dict[str, list[leave.Part]]]
) -> list[str]:
    """S7.6, S7.7: the clauses that exclude an employee; `absences` holds each period's parts by employee."""
    day = view.status_day(employee, period)
    assert day is not None, "only someone in the period can be excluded"
    found = []
    if view.on_probation(employee, day):
        found.append("S7.6a")
    leaving, last = view.of("leaving", employee), view.last_day(employee)
    poor = leaving is not None and leaving["reason"] == "poor_performance"
    if poor and last is not None and period_of(last, view.start_day) == period:
        found.append("S7.6b")
    parts, unit = absences[period].get(employee, []), rules["absence_unit"]
    is_csr = view.role(employee, period) == "csr"
    if is_csr and leave.milli_days(parts, rules["absence_kinds"], unit) >= rules["absence_limit"]:
        found.append("S7.6c")
    if _absent_under_notice(view, period, employee, absences, unit):
        found.append("S7.6d")
    if is_csr and days_employed(view, employee, day) < rules["new_employee_days"]:
        found.append("S7.6e")
    return found


def days_employed(view: View, employee: str, until: date) -> int:
    """S7.6e: the days from the day of hire to a date, both included; 0 where that comes before."""
    return max(0, (until - view.standing["employee"][employee,]["hired_on"]).days + 1)


def _absent_under_notice(
    view: View, period: str, employee: str, absences: dict[str, dict[str, list[leave.Part]]], unit: str
) -> bool:
    """S7.6d: under notice, and since its first day, or the period before, absenteeism or 3 days of sick leave."""
    day = view.status_day(employee, period)
    start = view.notice_from(employee, day) if day else None
    if start is None:
        return False
    before = shifted(period, -1)
    since = max(start, view.dates(before)[0])
    parts = [
        part
        for each in (before, period)
        for part in absences.get(each, {}).get(employee, [])
        if since <= part.date <= view.dates(period)[-1]
    ]
    return any(part.type == "absenteeism" for part in parts) or leave.milli_days(parts, ["sick"], unit) >= 3000


def of_period(
    view: View, period: str, scores: dict[str, Score], rules: Rules, excluded: dict[str, list[str]]
) -> dict[str, Ranked]:
    """S7.1 to S7.7: everyone in a pool, ranked and paid."""
    found = {
        employee: Ranked(score, pool, excluded_by=list(excluded[employee]))
        for employee, score in scores.items()
        if (pool := pool_of(view, period, rules, employee)) is not None
    }
    for pool in rules["pools"]:
        _rank([ranked for ranked in found.values() if ranked.pool is pool], rules)
    return found


def _rank(members: list[Ranked], rules: Rules) -> None:
    entries = []
    for ranked in members:
        score = ranked.score
        eligible = rules["rank_pool"] == "scored" or not ranked.excluded_by
        if score.total is not None and eligible:
            entries.append((score.employee, score.total, score.behaviour or 0))
    ranks = places(entries)
    for ranked in members:
        ranked.of, ranked.rank = len(ranks), ranks.get(ranked.score.employee)
        if ranked.score.total is None:
            ranked.excluded_by.insert(0, "S6.4")
        elif ranked.rank is not None and not ranked.excluded_by:
            ranked.amount = _bonus(ranked, rules)


def _bonus(ranked: Ranked, rules: Rules) -> int:
    """The amount of the table that pays; a manager has none in whatever pool (S7.5)."""
    total, rank, pool = ranked.score.total or 0, ranked.rank or 0, ranked.pool
    if ranked.score.role == "manager":
        return 0
    if table_of(ranked) == "S7.3":
        tiers = rules["bonus_tiers"] if pool["tiers"] is None else pool["tiers"]
        return tier_amount(tiers, rules, total, rank, ranked.of)
    return lead_amount(pool["places"] or rules["lead_bonus"], total, rank)


def table_of(ranked: Ranked) -> str:
    """S7.1a: the clause of the table that pays: the pool's own, whatever the role, else the role's."""
    if ranked.pool["tiers"] is not None:
        return "S7.3"
    if ranked.pool["places"] is not None:
        return "S7.4"
    return "S7.3" if ranked.score.role == "csr" else "S7.4"


def report(ranking: dict[str, Ranked]) -> list[dict[str, Any]]:
    """List one row per employee in a pool; unscored have no rank (S6.4)."""
    return [
        {
            "employee": employee,
            "pool": ranked.pool["pool"],
            "rank": ranked.rank,
            "of": ranked.of,
            "total": two_places(ranked.score.total),
            "behaviour": two_places(ranked.score.behaviour),
        }
        for employee, ranked in sorted(ranking.items())
    ]


def bonus_report(ranking: dict[str, Ranked]) -> list[dict[str, Any]]:
    """List one row per employee in a pool, with the clauses that exclude."""
    return [
        {
            "employee": employee,
            "pool": ranked.pool["pool"],
            "rank": ranked.rank,
            "of": ranked.of,
            "amount": two_places(ranked.amount),
            "excluded_by": ranked.excluded_by,
        }
        for employee, ranked in sorted(ranking.items())
    ]
