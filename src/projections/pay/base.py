"""S10.1 基本工资 The base salary: what is in force on which day, and what it makes in a period."""

import narwhals.stable.v2 as nw

from projections.calendar import Period
from projections.expressions import Frame, last_recorded, round_half_up, total
from projections.stretches import employed, until_the_next
from projections.tables import Tables

HUNDREDTHS = 100


def in_force(tables: Tables) -> Frame:
    """The monthly amounts by the days on which they hold.

    Columns: employee, from_day, until_day, monthly (fen), salary (the ledger position of the fact).
    """
    latest = last_recorded(tables.of("base_salaries"), "employee", "from_day")
    return tables.settle(until_the_next(latest.select("employee", "from_day", "monthly", salary="position")))


def held(members: Frame, salaries: Frame) -> Frame:
    """S10.1: the stretches of the period's employed days with one monthly amount.

    Columns: employee, from_day, until_day, days, monthly (fen), salary.
    """
    return employed(members, salaries)


def base(members: Frame, salaries: Frame, period: Period) -> Frame:
    """S10.1: the amounts of all employed days together, over the days of the period, rounded. employee, amount."""
    stretches = held(members, salaries)
    summed = stretches.with_columns(sum=nw.col("days") * nw.col("monthly")).group_by("employee").agg(sum=total("sum"))
    paid = summed.select("employee", amount=round_half_up(nw.col("sum"), period.days))
    return (
        members.select("employee")
        .join(paid, on="employee", how="left")
        .select("employee", nw.col("amount").fill_null(0))
    )
