"""S10.1 基本工资 The base salary: what is in force on which day, and what it makes in a period."""

import narwhals.stable.v2 as nw

from projections.calendar import Period
from projections.expressions import Expression, Frame, last_recorded, round_half_up, smaller, total
from projections.people import FOREVER
from projections.tables import Tables

HUNDREDTHS = 100


def in_force(tables: Tables) -> Frame:
    """The monthly amounts by the days on which they hold.

    Columns: employee, from_day, until_day, monthly (fen), salary (the ledger position of the fact).
    """
    latest = last_recorded(tables.of("base_salaries"), "employee", "from_day")
    following = nw.col("from_day").shift(-1).over("employee", order_by="from_day")
    return tables.settle(
        latest.select(
            "employee", "from_day", "monthly", salary="position", until_day=following.fill_null(FOREVER + 1) - 1
        )
    )


def on_day(rows: Frame, salaries: Frame) -> Frame:
    """Adds `monthly`, the amount in force on each row's `day`; a row without any falls away, as nothing is due."""
    return rows.join(salaries, on="employee").filter(
        (nw.col("from_day") <= nw.col("day")) & (nw.col("until_day") >= nw.col("day"))
    )


def held(members: Frame, salaries: Frame) -> Frame:
    """S10.1: the stretches of the period's employed days with one monthly amount.

    Columns: employee, from_day, until_day, days, monthly (fen), salary.
    """
    overlapping = members.select("employee", "first_day", "last_day").join(salaries, on="employee")
    starts = _later(nw.col("from_day"), nw.col("first_day"))
    ends = smaller(nw.col("until_day"), nw.col("last_day"))
    stretches = overlapping.with_columns(from_day=starts, until_day=ends).with_columns(
        days=nw.col("until_day") - nw.col("from_day") + 1
    )
    return stretches.filter(nw.col("days") > 0).select("employee", "from_day", "until_day", "days", "monthly", "salary")


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


def _later(one: Expression, other: Expression) -> Expression:
    return nw.when(one > other).then(one).otherwise(other)
