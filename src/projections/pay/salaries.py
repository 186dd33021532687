"""S10.1 基本工资 The monthly amounts: what is in force on which day."""

from projections.expressions import Frame, last_recorded
from projections.stretches import until_the_next
from projections.tables import Tables


def in_force(tables: Tables) -> Frame:
    """The monthly amounts by the days on which they hold.

    Columns: employee, from_day, until_day, monthly (fen), salary (the ledger position of the fact).
    """
    latest = last_recorded(tables.of("base_salaries"), "employee", "from_day")
    return tables.settle(until_the_next(latest.select("employee", "from_day", "monthly", salary="position")))
