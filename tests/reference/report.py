"""S11.1: a report is a function of period, ledger position and rule set; periods follow one another."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from . import (
    anomalies,
    appraisals,
    attendance,
    awards,
    balances,
    compliance,
    hours,
    paid_time,
    payroll,
    punctuality,
    ranking,
    scores,
    stars,
    working_time,
)
from .attendance import RefusedReportError
from .bank import Bank
from .centre import report as centre
from .centre.looks import Look
from .leave import Part
from .metrics import Metrics
from .parameters import over_defaults
from .periods import shifted
from .state import View

__all__ = ["NAMES", "RefusedReportError", "reports"]

NAMES = ("attendance", "hours", "scores", "ranking", "bonus", "awards", "stars", "payroll", "anomalies")
NAMES += ("appraisals", "punctuality", "paid_time", "compliance", "leave_balances", *centre.REPORTS)
Fact = dict[str, Any]
Rows = dict[str, list[dict[str, Any]]]


@dataclass
class Carried:
    """The closing state: everything a period hands to the next; what an `opening` brings along is read from it."""

    banks: dict[str, Bank] = field(default_factory=dict)
    error_free_runs: dict[str, int] = field(default_factory=dict)
    ranks: dict[str, awards.Rank] = field(default_factory=dict)
    totals: stars.Totals = field(default_factory=dict)
    absences: dict[str, dict[str, list[Part]]] = field(default_factory=dict)
    time: working_time.Kept = field(default_factory=working_time.Kept)
    scored: dict[str, dict[str, scores.Score]] = field(default_factory=dict)


@dataclass
class Adjusted:
    """S11.4: what a period is adjusted by: fen by employee and closed period, minutes by employee."""

    pay: dict[tuple[str, str], int] = field(default_factory=dict)
    lieu: dict[str, int] = field(default_factory=dict)


def brought(view: View, period: str, before: Carried) -> tuple[dict[str, int], dict[str, awards.Rank]]:
    """S2.1a: the runs and ranks of the period before; of whose first period here it is, those of an opening."""
    runs, ranks = dict(before.error_free_runs), dict(before.ranks)
    for employee in view.employees:
        if view.first_period_of(employee) == period:
            opening = view.of("opening", employee)
            runs[employee] = opening["error_free_periods"] if opening else 0
            ranks.pop(employee, None)
            if opening and opening["last_rank"] is not None:
                ranks[employee] = opening["last_rank"], None
    return runs, ranks


def compute(
    view: View, period: str, rules: dict[str, Any], before: Carried, adjusted: Adjusted | None = None
) -> tuple[Rows, Carried]:
    """Compute every report of one period that a closing freezes under one rule set, and its closing state."""
    adjusted = adjusted or Adjusted()
    worked = attendance.of_period(view, period, rules)
    hours_rows, banks, settled = hours.report(worked, period, before.banks, adjusted.lieu)
    metrics = Metrics(worked, period)
    scored = scores.of_period(metrics, rules)
    parts = {each: [part for row in worked.of(each) for part in row.parts] for each in view.employees}
    absences = before.absences | {period: parts}
    excluded = {each: ranking.exclusions(view, period, rules, each, absences) for each in scored}
    ranked = ranking.of_period(view, period, scored, rules, excluded)
    runs_before, ranks_before = brought(view, period, before)
    runs = {each: awards.error_free_run(worked, period, each, runs_before.get(each, 0)) for each in view.employees}
    candidates = awards.Candidates(view, period, rules, worked, scored, ranked, excluded, ranks_before, runs, metrics)
    won = awards.of_period(candidates)
    paid_stars = stars.of_period(view, period, before.totals, rules)
    left = balances.left_of_leavers(view, period, rules)
    earned = payroll.Earned(view, period, worked, paid_stars, ranked, won, settled, left, adjusted.pay)
    pay = payroll.everybody(earned)
    differences = {row["employee"]: row["difference"] for row in hours_rows}
    reviewed = compliance.Review(worked, period, before.time, differences, pay)
    found = {
        "attendance": attendance.report(worked),
        "hours": hours_rows,
        "scores": scores.report(scored),
        "ranking": ranking.report(ranked),
        "bonus": ranking.bonus_report(ranked),
        "awards": awards.report(won),
        "stars": stars.report(paid_stars),
        "payroll": payroll.report(pay),
        "paid_time": paid_time.report((each, time) for each in pay for time in payroll.times(earned, each)),
        "compliance": compliance.report(reviewed),
        "anomalies": anomalies.report(worked),
        "appraisals": appraisals.report(metrics),
        "punctuality": punctuality.report(worked, period),
    }
    as_csr = {each: score for each, score in scored.items() if score.role == "csr"}
    ranks: dict[str, awards.Rank] = {
        each: (entry.rank, entry.pool["pool"])
        for each, entry in ranked.items()
        if each in as_csr and entry.rank is not None
    }
    totals = {each: (score.total, score.behaviour or 0) for each, score in as_csr.items() if score.total is not None}
    kept = working_time.kept(worked, period, before.time)
    of_all = before.scored | {period: scored}
    return found, Carried(banks, runs, ranks, before.totals | {period: totals}, absences, kept, of_all)


def following(view: View, period: str, rules: dict[str, Any], books: Rows, carried: Carried) -> Rows:
    """The reports that follow the facts in view, beside those of the books (S4.6d, S13.1)."""
    look = Look(view, period, rules, carried.scored, books["payroll"])
    return {"leave_balances": balances.report(view, period, rules), **centre.rows(look)}


def named_rules(facts: list[Fact], version: str) -> dict[str, Any]:
    """The rule set named by hand; one recorded after the position in view may be named (interchange)."""
    found = [fact for fact in facts if fact["kind"] == "rules" and fact["version"] == version]
    if not found:
        raise RefusedReportError(f"no rule set {version!r} on the ledger")
    return over_defaults(found[-1]["parameters"])


def reports(
    facts: list[Fact],
    period: str,
    *,
    recorded_until: datetime,
    rules: str | None = None,
    as_of: int | None = None,
) -> dict[str, list[dict[str, Any]]]:
    """Give all rows of all reports of a period, by report name.

    `recorded_until` is the latest recording instant in view (S3.5a); `rules` names a rule set for the reported period
    only; `as_of` is the last ledger position in view. Raises `RefusedReportError` for what cannot be computed.
    """
    seen = [fact for fact in facts if as_of is None or fact["position"] <= as_of]
    if not seen:
        raise RefusedReportError("there is no site in view (S2.1)")
    view = View(seen, recorded_until)
    if period < view.first_period:
        raise RefusedReportError(f"nothing before {view.first_period} is computed (S2.1a)")
    carried, current = Carried(), view.first_period
    while current < period:
        _found, carried = compute(view, current, view.rules(current), carried)
        current = shifted(current, 1)
    chosen = view.rules(period) if rules is None else named_rules(facts, rules)
    found, carried = compute(view, period, chosen, carried)
    return found | following(view, period, chosen, found, carried)
