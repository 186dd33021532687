"""Explanations over HTTP: of a figure, of a fact's impact, and of a dispute."""

from typing import Annotated

from starlette.responses import Response

from api.operations import dispute_cases, explanations
from api.operations.dispute_cases import Case
from api.operations.explanations import Explanation, Impact
from api.routes.guard import PERMISSION, Asked, guarded_router, needs
from api.routes.parameters import (
    DATE,
    AsOf,
    DisputeNumber,
    EmployeeNumber,
    PeriodName,
    ReportName,
    Rules,
    text_query,
)
from projections.explanation import ExplainRequest

router = guarded_router("Reports")
disputes = guarded_router("Workflows")

_Item = Annotated[str | None, text_query("A line of pay, a theme, or a column; the whole row without it.")]
_Date = Annotated[str | None, text_query("Of a report with rows of dates: only the rows of this date.", DATE)]
_Row = Annotated[str | None, text_query("The row: the values of its key, in order, with a space between.")]
_Without = Annotated[str, text_query("The fact, by its id.")]


@router.get(
    "/periods/{period}/{report}/{employee}/explanation",
    summary="Why a figure is what it is",
    description="The clauses, the parameters in force, the rows used, and the facts behind them. Nothing is computed "
    "for it. An employee sees colleagues withheld.",
    openapi_extra={PERMISSION: "report {report}"},
)
def explanation(
    response: Response,
    asked: Asked,
    period: PeriodName,
    report: ReportName,
    employee: EmployeeNumber,
    item: _Item = None,
    date: _Date = None,
    as_of: AsOf = None,
    rules: Rules = None,
) -> Explanation:
    """Why a figure is what it is."""
    return _answered(response, asked, ExplainRequest(report, period, employee, item, date, rules), as_of)


@router.get(
    "/periods/{period}/{report}/explanation",
    summary="Why a row is what it is",
    description="The same of a report whose rows are named by their key, because a row may belong to no employee.",
    openapi_extra={PERMISSION: "report {report}"},
)
def row_explanation(
    response: Response,
    asked: Asked,
    period: PeriodName,
    report: ReportName,
    row: _Row = None,
    item: _Item = None,
    date: _Date = None,
    as_of: AsOf = None,
    rules: Rules = None,
) -> Explanation:
    """Why a row is what it is."""
    return _answered(response, asked, ExplainRequest(report, period, "", item, date, rules, row), as_of)


def _answered(response: Response, asked: Asked, request: ExplainRequest, as_of: str | None) -> Explanation:
    found = explanations.explanation(asked, request, as_of)
    response.headers["Workledger-Period"] = found.period
    response.headers["Workledger-Position"] = str(found.position)
    response.headers["Workledger-Rules"] = ascii(found.rules)[1:-1]
    return found


@router.get(
    "/periods/{period}/ripple",
    summary="Who would be affected without a fact",
    openapi_extra=needs(explanations.impact),
)
def ripple(asked: Asked, period: PeriodName, without: _Without, as_of: AsOf = None) -> Impact:
    """The period replayed with and without it: whose rank, bonus, award, star and pay would move."""
    return explanations.impact(asked, period, without, as_of)


@disputes.get(
    "/disputes/{dispute}/case",
    summary="The whole case of a dispute",
    openapi_extra=needs(dispute_cases.dispute_case),
)
def case(asked: Asked, dispute: DisputeNumber) -> Case:
    """The figure then and now, the facts since, the decision and what was adjusted."""
    return dispute_cases.dispute_case(asked, dispute)
