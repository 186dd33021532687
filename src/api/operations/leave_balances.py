"""S4.6d: somebody's leave balances, with how long a day of theirs is, so that minutes are shown as days."""

from typing import Any

from api.auth.principals import extent_of
from api.operations.context import Context
from api.operations.operation import operation
from api.operations.reports import ReportSelection, report
from ledger.facts.contracts import Contract
from projections.leave_balances import day_minutes

BALANCES = "leave_balances"


@operation("report leave_balances")
def leave_balances_of(context: Context, period: str, employee: str) -> list[dict[str, Any]]:
    """The rows of somebody's balances in a period, each with `day_minutes`.

    Those are of the contract on the last day employed within the period (S3.7a), and None for whoever may not read the
    contract. Raises Problem where the period is not there, or the employee is not within reach.
    """
    found = report(context, BALANCES, period, ReportSelection(employee=employee))
    minutes = None
    if found.rows and _reads_contract(context, employee):
        with context.books() as books:
            minutes = day_minutes(books.in_view(books.reported(period)), employee).get(employee)
    return [{**row, "day_minutes": minutes} for row in found.rows]


def _reads_contract(context: Context, employee: str) -> bool:
    extent = extent_of(context.principal, f"read {Contract.kind}")
    return extent is not None and extent.covers(employee, None)
