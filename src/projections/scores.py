"""S6 考核成绩 Scores: call, work and behaviour, and the weighted total. All in hundredths of a point."""

from collections.abc import Sequence

import narwhals.stable.v2 as nw
import polars as pl

from ledger.ruleset import RuleSet
from projections.calendar import Period
from projections.expressions import (
    Expression,
    Frame,
    dated_in,
    last_recorded,
    no_less_than_zero,
    round_half_up,
    rounded,
    rows,
    total,
)
from projections.pools import COMPONENTS, pool_of, pool_weight
from projections.tables import Tables

_WEIGHTS = {name: f"{name}_weight" for name in COMPONENTS}
_VERDICTS = ["upheld", "dismissed", "withdrawn"]


def monitored(tables: Tables, period: Period) -> Frame:
    """S6.1: the monitoring scores that count of the period's contacts; the last revision counts, or withdraws.

    Columns: employee, score, monitoring, position (of the monitoring), recorded (the score before any revision).
    """
    revised = last_recorded(tables.of("monitoring_revisions"), "monitoring").select(
        "monitoring", "withdrawn", revised="score"
    )
    joined = tables.of("monitorings").filter(dated_in(period)).join(revised, on="monitoring", how="left")
    counted = joined.filter(~nw.col("withdrawn").fill_null(value=False))
    return counted.select(
        "employee",
        "monitoring",
        "position",
        recorded="score",
        score=nw.when(nw.col("revised").is_null()).then(nw.col("score")).otherwise(nw.col("revised")),
    )


def scores(tables: Tables, members: Frame, period: Period, rules: RuleSet, appraised: Frame | None = None) -> Frame:
    """S6.1 … S6.4: employee, role, team, pool, call, work, behaviour, total; a component or total may be missing.

    So may the pool (S7.1a), whose weights go before those of the role. `appraised` are the components that appraisals
    make (S6.2a): employee, component, score.
    """
    call = monitored(tables, period).group_by("employee").agg(sum=total("score"), count=rows())
    mean = call.select("employee", call=round_half_up(nw.col("sum"), nw.col("count")))
    work = _given(tables, "work", period, appraised).select("employee", work="score")
    components = (
        members.select("employee", "role", "team", pool=pool_of(rules))
        .join(mean, on="employee", how="left")
        .join(work, on="employee", how="left")
        .join(_behaviour(tables, period, rules, appraised), on="employee", how="left")
    )
    of_role = components.join(_weights(tables, rules), on="role", how="left")
    weights = {name: pool_weight(rules, component, nw.col(name)) for component, name in _WEIGHTS.items()}
    weighted = of_role.with_columns(**weights)
    if rules.leader_work_from_team:
        weighted = _with_work_from_team(tables.settle(weighted))
    return tables.settle(weighted.select("employee", "role", "team", "pool", *COMPONENTS, total=_total()))


def mean(scores_: Sequence[int]) -> int:
    """S6.1: the mean of one or more scores in hundredths, rounded to a hundredth."""
    return rounded(sum(scores_), len(scores_))


def reviewed(reviews: Frame, period: Period) -> Frame:
    """S6.2: the last review recorded for the employee and period. Columns: employee, period, score, position."""
    return last_recorded(reviews.filter(nw.col("period") == period.number), "employee")


def _given(tables: Tables, component: str, period: Period, appraised: Frame | None) -> Frame:
    """S6.2, S6.2a: employee, score: of the appraisal where one makes the component, of the review elsewhere."""
    reviews = reviewed(tables.of(f"{component}_reviews"), period).select("employee", "score")
    if appraised is None:
        return reviews
    own = appraised.filter(nw.col("component") == component).select("employee", "score")
    return nw.concat([reviews.join(own.select("employee"), on="employee", how="anti"), own])


def upheld(tables: Tables, period: Period) -> Frame:
    """S6.2: the complaints of the period whose last verdict is that they are upheld. Columns: employee, complaint,
    position.
    """
    verdict = last_recorded(tables.of("complaint_updates").filter(nw.col("status").is_in(_VERDICTS)), "complaint")
    lost = verdict.filter(nw.col("status") == "upheld").select("complaint")
    dated = tables.of("complaints").filter(dated_in(period)).join(lost, on="complaint")
    return dated.select("employee", "complaint", "position")


def _behaviour(tables: Tables, period: Period, rules: RuleSet, appraised: Frame | None) -> Frame:
    """S6.2: the behaviour score less the deduction for each upheld complaint of the period, not below 0."""
    counted = upheld(tables, period).group_by("employee").agg(complaints=rows())
    scored = _given(tables, "behaviour", period, appraised).join(counted, on="employee", how="left")
    deducted = nw.col("score") - nw.col("complaints").fill_null(0) * rules.complaint_deduction
    return scored.select("employee", behaviour=no_less_than_zero(deducted))


def _weights(tables: Tables, rules: RuleSet) -> Frame:
    schema = {"role": pl.String, **dict.fromkeys(_WEIGHTS.values(), pl.Int64)}
    return tables.made_of(
        schema, [(role, weights.call, weights.work, weights.behaviour) for role, weights in rules.weights.items()]
    )


def _total() -> Expression:
    """S6.3: the weighted sum rounded to a hundredth; missing where a component that has a weight is (S6.4)."""
    parts = [_weighted(name) for name in COMPONENTS]
    return round_half_up(parts[0] + parts[1] + parts[2], 100)


def _weighted(name: str) -> Expression:
    weight = nw.col(_WEIGHTS[name])
    return nw.when(weight == 0).then(weight).otherwise(weight * nw.col(name))


def _with_work_from_team(weighted: Frame) -> Frame:
    """S6.3: a leader's work score is the rounded mean of the totals of the CSRs of the leader's team."""
    csrs = weighted.filter(nw.col("role") == "csr").with_columns(total=_total())
    scored = csrs.filter(~nw.col("total").is_null()).group_by("team").agg(sum=total("total"), count=rows())
    means = scored.select("team", of_team=round_half_up(nw.col("sum"), nw.col("count")))
    return weighted.join(means, on="team", how="left").with_columns(
        work=nw.when(nw.col("role") == "team_leader").then(nw.col("of_team")).otherwise(nw.col("work"))
    )
