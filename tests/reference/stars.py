"""S9 Star pay (星级工资) of the CSRs: a quarter's scores, paid in the quarter after."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from .figures import mean, round_half_up, two_places
from .periods import Quarter, last_date, quarter_before
from .ranking import days_employed, places, tier_amount
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
    """S2.1a: totals from opening facts, for the periods before each employee's first here."""
    found: Totals = {}
    for employee in view.employees:
        opening = view.of("opening", employee)
        for entry in (opening["totals"] if opening else None) or []:
            if entry["period"] < view.first_period_of(employee):
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


def earned(view: View, periods: list[str], totals: Totals) -> Totals:
    """What was brought along, and over it what was earned here."""
    brought = brought_along(view)
    return {period: brought.get(period, {}) | totals.get(period, {}) for period in periods}


def placed(view: View, quarter: Quarter, scored: dict[str, tuple[int, int]]) -> dict[str, tuple[int, int]]:
    """S9.2: everyone's rank and the size of the pool; who came after the quarter is one more and moves nobody."""
    end = last_date(quarter.periods[-1], view.start_day)
    pool = {each: own for each, own in scored.items() if view.standing["employee"][each,]["hired_on"] <= end}
    found = {}
    for employee, own in scored.items():
        among = pool | {employee: own}
        found[employee] = places((each, *figures) for each, figures in among.items())[employee], len(among)
    return found


def paid_share(view: View, period: str, rules: Rules, employee: str) -> Fraction:
    """S9.3, S9.3a: for how much of a period the amount is paid, by the role in it and the rule set that pays."""
    employed = view.employed_days(employee, period)
    if rules["role_reading"] == "by_days":
        days = [day for day in employed if rules["star_keeps"] or view.on(employee, day, "role") == "csr"]
        return Fraction(len(days), len(view.dates(period)))
    return Fraction(bool(employed) and (rules["star_keeps"] or view.role(employee, period) == "csr"))


def of_period(view: View, period: str, totals: Totals, paying: Rules) -> list[Star]:
    """S9.2, S9.3: what is paid in a period for the quarter before."""
    quarter = quarter_before(period)
    rules = view.rules(quarter.periods[-1])
    scored = quarter_scores(quarter.periods, earned(view, quarter.periods, totals), rules["star_min_periods"])
    ranks = placed(view, quarter, scored)
    found = []
    for employee, (score, _behaviour) in sorted(scored.items()):
        share = paid_share(view, period, paying, employee)
        if share:
            rank, size = ranks[employee]
            amount = tier_amount(rules["star_tiers"], rules, score, rank, size)
            if _new_or_on_probation(view, employee, quarter.periods[-1], rules):
                amount = 0
            found.append(Star(employee, quarter.name, score, rank, size, round_half_up(amount * share)))
    return found


def _new_or_on_probation(view: View, employee: str, period: str, rules: Rules) -> bool:
    """S9.2, S2.4: on the last day employed within the quarter's last period, or on its last day of all."""
    end = view.status_day(employee, period) or last_date(period, view.start_day)
    return view.on_probation(employee, end) or days_employed(view, employee, end) < rules["new_employee_days"]


def report(stars: list[Star]) -> list[dict[str, Any]]:
    """List one row per employee who has a quarter score and is paid for it in the period."""
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
