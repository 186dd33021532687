"""The explanations of disputed figures: why they were what they were, and why they are what they are."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from api.colleagues import within_reach
from api.disputes.figures import Asked
from api.explanations import Facts, as_json, facts_of
from api.sight import WHOLE, Sight
from ledger.ledger import Ledger
from ledger.refusal import MissingError, RulesError
from projections.calendar import Period, day_number, day_text, period_number, period_text
from projections.cancellation import heed_cancellation
from projections.disputes import OpenDispute, disputed_facts, disputed_in, open_disputes_of, reports_showing
from projections.disputes.items import PAYROLL, column_of, columns_of
from projections.explanation import Explainer, ExplainRequest, Explanation
from projections.explanation.explainer import DATED
from projections.journal import Journal
from projections.pay.pay_lines import line_of
from projections.replay import Replay

_TOTAL = "total"
_NOT_EXPLAINED_ALONE = {"payroll.lines", "payroll.negative", "awards.theme", "awards.amount"}
"""Columns that are explained with their row."""


@dataclass(frozen=True)
class ExplainedFigure:
    """An explanation, with the facts that it rests on."""

    explanation: Explanation
    facts: Facts
    sight: Sight = WHOLE
    """What may be seen of them."""

    def as_json(self, zone: ZoneInfo) -> dict[str, Any]:
        """As `workledger explain` gives it, and of which report and employee."""
        request = self.explanation.request
        told = as_json(self.explanation, self.facts, zone)
        told = within_reach(told, lambda position: self.sight.fact(self.facts[position]), lambda _of: True)
        return {"report": request.name, "employee": request.employee} | told


def explained(ledger: Ledger, books: Replay, asked: Asked, sight: Sight = WHOLE) -> tuple[ExplainedFigure, ...]:
    """The explanations of disputed figures, as the books have them; what has no row there has no explanation."""
    explainer = Explainer(books)
    found = []
    for request in _requests(asked, books.journal):
        heed_cancellation()
        try:
            explanation = explainer.explain(request)
        except (MissingError, RulesError):
            continue
        found.append(ExplainedFigure(explanation, facts_of(ledger, explanation), sight))
    return tuple(found)


def beside_explanation(
    ledger: Ledger, journal: Journal, request: ExplainRequest, sight: Sight = WHOLE
) -> list[OpenDispute]:
    """The open disputes beside an explained figure; of a row of one date, without those about facts of others."""
    item = f"award:{request.item}" if request.name == "awards" and request.item is not None else request.item
    found = open_disputes_of(journal, disputed_facts(ledger), request.name, request.period, request.employee, item)
    found = [each for each in found if sight.dispute_of(each.employee)]
    if request.date is None:
        return found
    day = day_number(date.fromisoformat(request.date))
    period = journal.period(period_number(request.period))
    return [
        each
        for each in found
        if each.names_a_figure_of(request.name, period) or (each.fact is not None and each.fact.touches(day, day))
    ]


def _requests(asked: Asked, journal: Journal) -> Iterator[ExplainRequest]:
    for number in asked.periods:
        period = journal.period(number)
        for employee in asked.employees:
            for report, item in _figures(asked):
                for day in _dates(asked, report, period):
                    yield ExplainRequest(report, period_text(number), employee, item, day)


def _figures(asked: Asked) -> list[tuple[str, str | None]]:
    """The report, and the line of pay or the column in it; the whole row where it is None."""
    if asked.fact is not None:
        nearest = disputed_in(asked.fact.kind)
        return [(report, None) for report in nearest]
    if asked.item is None:
        return [(PAYROLL, _TOTAL)]
    if line_of(asked.item) is not None:
        return [(PAYROLL, asked.item)]
    report, column = column_of(asked.item)
    if report is not None:
        return [(report, column if column and asked.item not in _NOT_EXPLAINED_ALONE else None)]
    having = [(name, asked.item) for name in reports_showing(asked.item) if asked.item in columns_of(name)]
    return [*having] or [(PAYROLL, _TOTAL)]


def _dates(asked: Asked, report: str, period: Period) -> list[str | None]:
    if asked.fact is None or report not in DATED:
        return [None]
    return [day_text(day) for day in asked.fact.days_of(period)]
