"""S6 考核成绩 Scores: call, work and behaviour, and the weighted total. All in hundredths of a point."""

from collections.abc import Sequence

import narwhals.stable.v2 as nw
import polars as pl

from ledger.facts.appraisals import COMPONENTS as APPRAISED
from ledger.ruleset import RuleSet
from projections.calendar import Period
from projections.expressions import (
    Expression,
    Frame,
    dated_in,
    last_recorded,
    marked,
    no_less_than_zero,
    round_half_up,
    rounded,
    rows,
    total,
)
from projections.pools import COMPONENTS, pool_of, pool_weight
from projections.tables import Tables

_WEIGHTS = {name: f"{name}_weight" for name in COMPONENTS}
VERDICTS = ["upheld", "dismissed", "withdrawn"]


def monitored(tables: Tables, period: Period) -> Frame:
    """S6.1: the monitoring scores that count of the period's contacts; the last revision counts, or withdraws.

    Columns: employee, score, monitoring, position (of the monitoring), recorded (the score before any revision).
    """
    counted = standing(tables, tables.of("monitorings").filter(dated_in(period)))
    return counted.select(
        "employee",
        "monitoring",
        "position",
        recorded="score",
        score=nw.when(nw.col("revised").is_null()).then(nw.col("score")).otherwise(nw.col("revised")),
    )


def standing(tables: Tables, monitorings: Frame) -> Frame:
    """S6.1: those of some monitorings that no last revision withdraws; adds `revised`, the score of the last one."""
    revised = last_recorded(tables.of("monitoring_revisions"), "monitoring").select(
        "monitoring", "withdrawn", revised="score"
    )
    joined = monitorings.join(revised, on="monitoring", how="left")
    return joined.filter(~nw.col("withdrawn").fill_null(value=False)).drop("withdrawn")


def score_parts(tables: Tables, members: Frame, period: Period, rules: RuleSet) -> Frame:
    """S6.1, S6.2, S7.1a: employee, role, team, pool, call, and everyone's last reviews and upheld complaints.

    Columns of the latter: work_review, behaviour_review, complaints; missing where there is none.
    """
    call = monitored(tables, period).group_by("employee").agg(sum=total("score"), count=rows())
    parts = [
        call.select("employee", call=round_half_up(nw.col("sum"), nw.col("count"))),
        reviewed(tables.of("work_reviews"), period).select("employee", work_review="score"),
        reviewed(tables.of("behaviour_reviews"), period).select("employee", behaviour_review="score"),
        upheld(tables, period).group_by("employee").agg(complaints=rows()),
    ]
    joined = members.select("employee", "role", "team", pool=pool_of(rules))
    for part in parts:
        joined = joined.join(part, on="employee", how="left")
    return joined


def scores(tables: Tables, parts: Frame, rules: RuleSet, appraised: Frame | None = None) -> Frame:
    """S6.1 … S6.4: employee, role, team, pool, call, work, behaviour, total; a component or total may be missing.

    So may the pool (S7.1a), whose weights go before those of the role. `parts` are those of `score_parts`, `appraised`
    the components that appraisals make (S6.2a): employee, component, score.
    """
    for component in APPRAISED:
        parts = _with_component(parts, component, appraised)
    deducted = nw.col("behaviour") - nw.col("complaints").fill_null(0) * rules.complaint_deduction
    components = parts.with_columns(behaviour=no_less_than_zero(deducted))
    of_role = components.join(_weights(tables, rules), on="role", how="left")
    weights = {name: pool_weight(rules, component, nw.col(name)) for component, name in _WEIGHTS.items()}
    weighted = of_role.with_columns(**weights)
    if rules.leader_work_from_team:
        weighted = _with_work_from_team(tables.settle(weighted))
    return tables.settle(weighted.select("employee", "role", "team", "pool", *COMPONENTS, total=_total()))


def _with_component(parts: Frame, component: str, appraised: Frame | None) -> Frame:
    """S6.2, S6.2a: the score of the appraisal where one makes the component, that of the review elsewhere."""
    review = nw.col(f"{component}_review")
    if appraised is None:
        return parts.with_columns(review.alias(component))
    own = appraised.filter(nw.col("component") == component).select(
        "employee", by_items="score", is_by_items=nw.lit(value=True)
    )
    joined = parts.join(own, on="employee", how="left")
    score = nw.when(marked("is_by_items")).then(nw.col("by_items")).otherwise(review)
    return joined.with_columns(score.alias(component)).drop("by_items", "is_by_items")


def mean(scores_: Sequence[int]) -> int:
    """S6.1: the mean of one or more scores in hundredths, rounded to a hundredth."""
    return rounded(sum(scores_), len(scores_))


def reviewed(reviews: Frame, period: Period) -> Frame:
    """S6.2: the last review recorded for the employee and period. Columns: employee, period, score, position."""
    return last_recorded(reviews.filter(nw.col("period") == period.number), "employee")


def upheld(tables: Tables, period: Period) -> Frame:
    """S6.2: the complaints of the period whose last verdict is that they are upheld. Columns: employee, complaint,
    position.
    """
    lost = verdicts(tables).filter(nw.col("status") == "upheld").select("complaint")
    dated = with_owner(tables, tables.of("complaints").filter(dated_in(period))).join(lost, on="complaint")
    return dated.filter(~nw.col("employee").is_null()).select("employee", "complaint", "position")


def verdicts(tables: Tables) -> Frame:
    """S6.2: of each complaint the last update that is a verdict."""
    return last_recorded(tables.of("complaint_updates").filter(nw.col("status").is_in(VERDICTS)), "complaint")


def with_owner(tables: Tables, complaints: Frame) -> Frame:
    """S13.7: some complaints, those that were nobody's with the employee whom an update names, if one does."""
    if not tables.journal.tables["complaints"]["employee"].null_count():
        return complaints
    updates = tables.of("complaint_updates")
    named = last_recorded(updates.filter(~nw.col("employee").is_null()), "complaint")
    joined = complaints.join(named.select("complaint", named="employee"), on="complaint", how="left")
    owner = nw.when(nw.col("employee").is_null()).then(nw.col("named")).otherwise(nw.col("employee"))
    return joined.with_columns(employee=owner).drop("named")


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
