"""S6.2a 评核 Appraisals: the items of each, what they are worth, and the component that they make."""

from dataclasses import dataclass

import narwhals.stable.v2 as nw
import polars as pl

from ledger.facts.appraisals import COMPONENTS
from ledger.ledger_metrics import OF_LEADERS
from ledger.ruleset import RuleSet
from projections.calendar import Period
from projections.expressions import Expression, Frame, exists, last_recorded, marked, rows, total, whole
from projections.journal import Journal
from projections.tables import Tables

_APPRAISAL = ("employee", "component", "form", "version", "position", "stage", "evaluator", "counted")
_VERSION = ("form", "version")
ITEMS = {
    **dict.fromkeys(("employee", "component", "form", "stage", "evaluator", "item", "source", "metric"), pl.String),
    **dict.fromkeys(("version", "position", "form_position", "place", "max", "value", "step", "points"), pl.Int64),
    "counted": pl.Boolean,
    "component_order": pl.Int64,
}


def appraisal_item(component: str, item: str) -> str:
    """What an item of an appraisal is called, to be explained or disputed: ``work:flow``."""
    return f"{component}:{item}"


def is_appraisal_item(item: str | None) -> bool:
    """Whether a name is that of an item of an appraisal."""
    component, colon, named = (item or "").partition(":")
    return component in COMPONENTS and bool(colon and named)


@dataclass(frozen=True)
class Appraised:
    """What the appraisals of a period come to."""

    items: Frame
    """A row an item of each appraisal that is shown: see `ITEMS`. position and form_position are the ledger positions
    of the appraisal and the form; value, points and max are hundredths; step is the place of the step that holds.
    """
    components: Frame
    """employee, component, score: of those that make the component; the score is missing where a metric is."""


def asked_metrics(journal: Journal, period: Period) -> frozenset[str] | None:
    """The metrics that the forms of a period's appraisals name; None where there is no appraisal."""
    appraisals = journal.tables["appraisals"]
    if appraisals.is_empty():
        return None
    forms = appraisals.filter(pl.col("period") == period.number).select(_VERSION).unique()
    if forms.is_empty():
        return None
    named = journal.tables["appraisal_items"].join(forms, on=_VERSION)["metric"].drop_nulls()
    return frozenset(named.to_list())


def appraised(tables: Tables, members: Frame, period: Period, rules: RuleSet, values: Frame) -> Appraised:
    """S6.2a: the appraisals of everyone in the period; `values` are the metrics (employee, metric, value)."""
    shown = _shown(tables, members, period, rules).join(tables.of("appraisal_items"), on=list(_VERSION))
    given = tables.of("appraisal_points").select("position", "item", given="points")
    listed = shown.join(given, on=["position", "item"], how="left")
    return _made(tables, _worth(tables, listed, values))


def with_means(tables: Tables, found: Appraised, means: Frame) -> Appraised:
    """The same with what rests on the totals of CSRs; `means` are those metrics (employee, metric, value)."""
    rests = nw.col("metric").is_in(list(OF_LEADERS)).fill_null(value=False)
    again = found.items.filter(rests).drop("value", "step", "component_order").rename({"points": "given"})
    return _made(tables, nw.concat([found.items.filter(~rests), _worth(tables, again, means)]))


def _made(tables: Tables, items: Frame) -> Appraised:
    settled = tables.settle(items)
    return Appraised(settled, tables.settle(_components(settled)))


def no_items(tables: Tables) -> Frame:
    """The items of a period without an appraisal: none."""
    return tables.made_of(ITEMS, [])


def _shown(tables: Tables, members: Frame, period: Period, rules: RuleSet) -> Frame:
    """The final appraisal that stands of each employee and component, or else the preliminary one.

    Columns: those of `_APPRAISAL`.
    """
    own = tables.of("appraisals").filter(nw.col("period") == period.number)
    standing = last_recorded(own, "employee", "component", "stage").filter(~nw.col("withdrawn"))
    is_final = nw.col("stage") == "final"
    finals = exists(standing.filter(is_final), "has_final", "employee", "component")
    shown = standing.join(finals, on=["employee", "component"], how="left").filter(is_final | ~marked("has_final"))
    for_role = exists(tables.of("appraisal_roles"), "for_role", *_VERSION, "role")
    placed = shown.join(members.select("employee", "role"), on="employee").join(
        for_role, on=[*_VERSION, "role"], how="left"
    )
    return placed.with_columns(counted=is_final & marked("for_role") & ~_from_team(rules)).select(*_APPRAISAL)


def _from_team(rules: RuleSet) -> Expression:
    """S6.3: whether the work score is made of the team's totals."""
    of_leader = (nw.col("role") == "team_leader") & (nw.col("component") == "work")
    return of_leader & nw.lit(rules.leader_work_from_team)


def _worth(tables: Tables, listed: Frame, values: Frame) -> Frame:
    """What each item of the appraisals is worth: the points that were given, or those of the scale."""
    valued = listed.join(values, on=["employee", "metric"], how="left")
    read_off = valued.join(_held(tables, valued), on=["employee", "component", "place"], how="left")
    of_scale = nw.when(~nw.col("value").is_null()).then(nw.col("scaled").fill_null(0))
    points = nw.when(nw.col("source") == "judged").then(nw.col("given")).otherwise(of_scale)
    first = nw.when(nw.col("component") == "work").then(whole(0)).otherwise(whole(1))
    return read_off.with_columns(points=points, component_order=first).select(*ITEMS)


def _held(tables: Tables, valued: Frame) -> Frame:
    """The first step, from the top, that holds for a value. Columns: employee, component, place, step, scaled."""
    steps = tables.of("appraisal_steps")
    known = valued.filter(~nw.col("value").is_null()).select("employee", "component", *_VERSION, "place", "value")
    value = nw.col("value")
    holding = known.join(steps, on=[*_VERSION, "place"]).filter(
        (value >= nw.col("at_least")).fill_null(value=False) | (value <= nw.col("at_most")).fill_null(value=False)
    )
    first = holding.with_columns(first=nw.col("step").min().over("employee", "component", "place"))
    return first.filter(nw.col("step") == nw.col("first")).select(
        "employee", "component", "place", "step", scaled="points"
    )


def _components(items: Frame) -> Frame:
    """The sum of the points of all items; missing where one of them is."""
    known = nw.when(nw.col("points").is_null()).then(whole(0)).otherwise(whole(1))
    counted = items.filter(nw.col("counted")).with_columns(known=known)
    sums = counted.group_by("employee", "component").agg(sum=total("points"), there=total("known"), count=rows())
    score = nw.when(nw.col("there") == nw.col("count")).then(nw.col("sum"))
    return sums.select("employee", "component", score=score)
