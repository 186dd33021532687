"""S10 数量 What the lines of a payslip are multiples of, person by person, as a page tells it."""

from typing import Any

import narwhals.stable.v2 as nw

from projections.month import Month
from projections.pay.payroll import parts_in_order


def quantity_parts(month: Month, employee: str | None = None) -> dict[str, list[dict[str, Any]]]:
    """The parts of the quantities of everyone's lines of pay, or of somebody's; by employee.

    Each with `item`, and the columns of `pay.line_quantities`. A line that a closing froze at another amount than
    `product` has no quantity: the period is computed otherwise today.
    """
    found = month.quantities
    wanted = found if employee is None else found.filter(nw.col("employee") == employee)
    parts: dict[str, list[dict[str, Any]]] = {}
    for part in parts_in_order(month.tables.engine.rows(wanted)).to_dicts():
        parts.setdefault(part["employee"], []).append(part)
    return parts
