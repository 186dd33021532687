"""Why a figure is what it is, and who would be touched without a fact."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from api.auth.fact_reach import FactReach
from api.auth.permissions import PAY
from api.auth.principals import Extent, sees_pay
from api.auth.sender_reach import ReachCheck
from api.colleagues import within_reach, without_colleagues
from api.comparisons import what_if_json
from api.disputes.disputed_explanations import beside_explanation
from api.explanations import Facts, as_json, facts_of
from api.operations.answer import Answer
from api.operations.context import Context
from api.operations.movements import Movement
from api.operations.operation import operation
from api.operations.reports import ReportSelection, report
from api.operations.sights import sight_of
from api.problems import not_permitted
from api.service.observability.access_log import Access
from api.sight import WHOLE, Sight
from projections.comparison import without_facts
from projections.disputes import OpenDispute
from projections.explanation import ExplainRequest, Node, explain
from projections.explanation import Explanation as FoundExplanation
from projections.explanation.explainer import DATED
from projections.reports import REPORTS


class Explanation(Answer):
    """A figure and all below it, down to the facts; `disputes` is there where one is open about it."""

    period: str
    position: int
    rules: str
    explained: dict[str, Any]
    disputes: Sequence[dict[str, Any]] = ()


class Impact(Movement):
    """Whose figures would move without a fact, and what that costs, in yuan."""

    period: str
    position: int
    without: str


@dataclass(frozen=True, slots=True)
class ExplainedFigure:
    """A figure and all below it: the facts, the time zone of the site, and the open disputes about it."""

    explanation: FoundExplanation
    facts: Facts
    zone: ZoneInfo
    disputes: Sequence[OpenDispute]
    known: Sequence[str]
    """Everyone who is on the ledger."""

    def as_json(self) -> dict[str, Any]:
        """The figure as an `Explanation`."""
        disputes = {"disputes": [each.as_json() for each in self.disputes]} if self.disputes else {}
        return as_json(self.explanation, self.facts, self.zone) | disputes


@operation("report {asked.name}")
def explained_figure(context: Context, asked: ExplainRequest, as_of: str | None = None) -> ExplainedFigure:
    """Why a figure is what it is, with all facts below it.

    Raises Problem for whoever does not reach everyone, and LedgerError for a figure that is not there.
    """
    context.reach_everyone()
    return _explained(context, asked, as_of, WHOLE)


def _explained(context: Context, asked: ExplainRequest, as_of: str | None, sight: Sight) -> ExplainedFigure:
    ledger = context.ledger
    with context.books(as_of) as books:
        found = explain(books, asked)
        journal = books.journal
        disputes = beside_explanation(ledger, journal, asked, sight)
        known = journal.tables["employees"]["employee"].to_list()
    return ExplainedFigure(found, facts_of(ledger, found), ZoneInfo(journal.site.time_zone), disputes, known)


@operation("report {asked.name}")
def explanation(context: Context, asked: ExplainRequest, as_of: str | None = None) -> Explanation:
    """Why a figure is what it is, of what is within reach; looks at somebody's pay are logged.

    Raises Problem for a figure that is out of reach, and LedgerError for one that is not there.
    """
    resources, extent = context.resources, context.extent
    by_row = not asked.employee and REPORTS[asked.name].by_row
    if not by_row and not _is_covered(resources.reach, asked, extent):
        raise not_permitted("the figure is not within your reach; ask for your own")
    sight = sight_of(resources, context.principal, extent)
    found = _explained(context, replace(asked, with_pay=sees_pay(context.principal)), as_of, sight)
    covers = partial(_covers_step, resources.reach, resources.reach.of(extent), extent, asked)
    definition = REPORTS[asked.name]
    own_only = definition.narrows_own and not extent.by_posting
    if not extent.everyone and (by_row or own_only):
        found = replace(found, explanation=_of_seen_rows(context, found.explanation, asked))
    if definition.to_leaders and extent.by_posting:
        found = replace(found, explanation=_as_told_to_leaders(context, found.explanation, asked))
    told = within_reach(found.as_json(), lambda position: sight.fact(found.facts[position]), covers)
    if not extent.everyone and not (by_row and extent.by_posting):
        told = without_colleagues(told, asked.employee or context.principal.employee or "", found.known)
    if f"report {asked.name}" in PAY:
        context.note(Access(f"report {asked.name}", asked.employee, asked.period, told["position"]))
    return Explanation.model_validate(told)


def _of_seen_rows(context: Context, found: FoundExplanation, asked: ExplainRequest) -> FoundExplanation:
    """The rows that somebody sees of a report. Raises Problem where there is none."""
    rows = _shown_rows(context, found, asked)
    key = REPORTS[asked.name].row_key
    seen = {tuple(row[name] for name in key) for row in rows}
    children = tuple(each for each in found.node.children if tuple(each.of.get(name) for name in key) in seen)
    if not children:
        raise not_permitted("the figure is not within your reach; ask for your own")
    return replace(found, node=replace(found.node, children=children))


def _as_told_to_leaders(context: Context, found: FoundExplanation, asked: ExplainRequest) -> FoundExplanation:
    """The same with what whoever reaches people by their team is shown, and nothing behind what they are not."""
    told = REPORTS[asked.name].to_leaders
    rows = _shown_rows(context, found, asked)
    children = tuple(
        replace(each, children=tuple(_told(step, row) if step.term in told else step for step in each.children))
        for each, row in zip(found.node.children, rows, strict=True)
    )
    return replace(found, node=replace(found.node, children=children))


def _told(step: Node, row: Mapping[str, Any]) -> Node:
    return Node(step.term, row[step.term], clause=step.clause, nothing=True)


def _shown_rows(context: Context, found: FoundExplanation, asked: ExplainRequest) -> Sequence[Mapping[str, Any]]:
    """The rows of somebody that the caller is shown of the report."""
    selection = ReportSelection(str(found.position), asked.rules, asked.employee or None)
    return report(context, asked.name, asked.period, selection).rows


def _is_covered(check: ReachCheck, asked: ExplainRequest, extent: Extent) -> bool:
    """Whether a figure is within reach: rows of dates by theirs, others by the period."""
    if asked.name in DATED:
        return check.covers_dates(extent, asked.employee, asked.period, asked.date)
    return check.covers_row(extent, asked.employee, asked.period)


def _covers_step(
    check: ReachCheck, reach: FactReach, extent: Extent, asked: ExplainRequest, of: Mapping[str, Any]
) -> bool:
    """Whether a step of an explanation is within reach: one of a date, or of another period, by that.

    Where the figure is nobody's, a step of somebody names the employee; another is the figure's own.
    """
    if not extent.by_posting:
        return True
    who = asked.employee or of.get("employee")
    if not isinstance(who, str):
        return True
    if isinstance(of.get("date"), str):
        return reach.covers_side(extent, who, of["date"])
    period = str(of.get("period", asked.period))
    return period == asked.period or reach.covers_period(extent, who, check.days_of(period)[1])


@operation("compare")
def impact(context: Context, period: str, without: str, as_of: str | None = None) -> Impact:
    """Whose rank, bonus, award, star and pay would move without a fact: the period replayed with and without it.

    Raises LedgerError where there is no such period or fact; the look at everybody's pay is logged.
    """
    resources = context.resources
    position = context.position(as_of)
    left_out = frozenset({context.ledger.facts.position_of(without)})
    with resources.room.reader() as reader:
        moved = without_facts(reader, resources.room.engine, period, position, left_out)
    context.note(Access("compare", "", period, position))
    coordinates = {"period": period, "position": position, "without": without}
    return Impact.model_validate(what_if_json(moved, coordinates))
