"""S9 Star pay (星级工资) of the CSRs: a quarter's scores, paid in the quarter after."""

from dataclasses import dataclass
from typing import Any

from .figures import mean, two_places
from .periods import last_date, quarter_before
from .ranking import places, tier_amount
from .state import View

Rules = dict[str, Any]
# Per period and employee: total and behaviour earned as CSR (S9.1).
Totals = dict[str, dict[str, tuple[int, int]]]


@dataclass
class Star:
    """A quarter score, its rank, and what it pays in each period of the next quarter."""

    employee: str
    quarter: str
    score: int
    rank: int
    of: int
    amount: int


def brought_along(view: View) -> Totals:
    """S2.1a: totals from opening facts, for the periods before the ledger's first."""
    found: Totals = {}
    for employee in view.employees:
        opening = view.of("opening", employee)
        for entry in (opening["totals"] if opening else None) or []:
            if entry["period"] < view.first_period:
                found.setdefault(entry["period"], {})[employee] = (entry["total"], entry["behaviour"])
    return found


def quarter_scores(periods: list[str], totals: Totals, least: int) -> dict[str, tuple[int, int]]:
    """S9.1: rounded means of totals and of behaviour, for those with enough periods."""
    found = {}
    for employee in {employee for period in periods for employee in totals.get(period, {})}:
        earned = [totals[period][employee] for period in periods if employee in totals.get(period, {})]
        if len(earned) >= least:
            score, behaviour = mean([each[0] for each in earned]), mean([each[1] for each in earned])
            found[employee] = (score or 0, behaviour or 0)
    return found


def of_period(view: View, period: str, totals: Totals) -> list[Star]:
    """S9.2, S9.3: what is paid in a period for the quarter before, to those who are CSRs in it."""
    quarter = quarter_before(period)
    rules = view.rules(quarter.periods[-1])
    scored = quarter_scores(quarter.periods, totals, rules["star_min_periods"])
    ranks = places((employee, *figures) for employee, figures in scored.items())
    found = []
    for employee, (score, _behaviour) in sorted(scored.items()):
        if view.role(employee, period) == "csr":
            amount = tier_amount(rules["star_tiers"], rules["rank_reading"], score, ranks[employee], len(ranks))
            if _on_probation_at_end(view, employee, quarter.periods[-1]):
                amount = 0
            found.append(Star(employee, quarter.name, score, ranks[employee], len(ranks), amount))
    return found


def _on_probation_at_end(view: View, employee: str, period: str) -> bool:
    """S9.2, S2.4: on the last day employed within the quarter's last period."""
    return view.on_probation(employee, view.status_day(employee, period) or last_date(period, view.start_day))


def report(stars: list[Star]) -> list[dict[str, Any]]:
    """List one row per CSR of the period who has a quarter score."""
    return [
        {
            "employee": star.employee,
            "quarter": star.quarter,
            "score": two_places(star.score),
            "rank": star.rank,
            "of": star.of,
            "amount": two_places(star.amount),
        }
        for star in stars
    ]
