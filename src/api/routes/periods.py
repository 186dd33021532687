"""Periods and rule sets over HTTP."""

from typing import Annotated

from api.operations import evaluators as marks
from api.operations import outlooks
from api.operations import periods as books
from api.operations.evaluators import Evaluators
from api.operations.outlooks import Outlook
from api.operations.periods import Period, Periods, RuleSetParameters, RuleSets
from api.routes.guard import Asked, guarded_router, needs
from api.routes.parameters import AsOf, PeriodName, RuleSetVersion, text_query

router = guarded_router("Reports")
_OfEmployee = Annotated[str | None, text_query("Only this employee.")]
_OfTeam = Annotated[str | None, text_query("Only members of this team.")]


@router.get("/periods", summary="All periods", openapi_extra=needs(books.periods))
def periods(asked: Asked, as_of: AsOf = None) -> Periods:
    """From the ledger's first to the latest that anything is recorded or rostered in."""
    return books.periods(asked, as_of)


@router.get("/periods/{period}", summary="One period", openapi_extra=needs(books.period))
def period(asked: Asked, period: PeriodName, as_of: AsOf = None) -> Period:
    """Its days, the rule set in force, and the position of its closing, if it is closed."""
    return books.period(asked, period, as_of)


@router.get(
    "/periods/{period}/evaluators",
    summary="Evaluators beside each other",
    description="How everybody marks who evaluated contacts of the period (S6.1): the mean and the spread of the "
    "scores as they were first recorded, the share of which a dispute was upheld, and by how much the own score "
    "differs where two evaluated the same contact. QA sees the own row.",
    openapi_extra=needs(marks.evaluators),
)
def evaluators(asked: Asked, period: PeriodName, as_of: AsOf = None) -> Evaluators:
    """How evaluators mark."""
    return marks.evaluators(asked, period, as_of)


@router.get(
    "/periods/{period}/outlook",
    summary="What a running period comes to",
    description="The hours of everybody within reach so far, and as they are expected at the end of the period: the "
    "shifts that are still to come count as attended as planned (S3.7 to S3.9). Minutes. Once the period is over or "
    "closed there are no rows: its hours are those of the report.",
    openapi_extra=needs(outlooks.outlook),
)
def outlook(
    asked: Asked, period: PeriodName, as_of: AsOf = None, employee: _OfEmployee = None, team: _OfTeam = None
) -> Outlook:
    """What is expected at the end of a period."""
    return outlooks.outlook(asked, period, employee, team, as_of)


@router.get("/rules", summary="The rule sets on the ledger", openapi_extra=needs(books.rule_sets))
def rule_sets(asked: Asked) -> RuleSets:
    """In the order of recording, with the period from which each holds."""
    return books.rule_sets(asked)


@router.get("/rules/{version}", summary="One rule set", openapi_extra=needs(books.rule_set))
def rule_set(asked: Asked, version: RuleSetVersion) -> RuleSetParameters:
    """Every parameter with its value; `manual` is the manual's own set."""
    return books.rule_set(asked, version)
