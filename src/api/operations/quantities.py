"""S10 数量: what the lines of somebody's pay are multiples of, for the payslip."""

from typing import Any

from api.operations.context import Context
from api.operations.operation import operation
from api.operations.reports import ReportSelection, report
from projections.payslip_quantities import quantity_parts


@operation("report payroll")
def quantities_of(context: Context, period: str, employee: str) -> list[dict[str, Any]]:
    """The parts of the quantities of somebody's pay in a period, of a closed one at its frozen position.

    As of `projections.payslip_quantities`; none of whoever has no pay. Raises Problem where the period is not there, or
    the employee is not within reach.
    """
    if not report(context, "payroll", period, ReportSelection(employee=employee)).rows:
        return []
    with context.books() as books:
        return quantity_parts(books.reported(period), employee).get(employee, [])
