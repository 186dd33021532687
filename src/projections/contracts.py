"""S3.7a 合同 The contract in force on a date: for how many minutes a day it is, and how it pays."""

import narwhals.stable.v2 as nw

from ledger.facts.contracts import STANDARD_DAY
from projections.expressions import Frame, last_recorded, total, whole
from projections.people import FOREVER
from projections.stretches import employed, on_day, until_the_next
from projections.tables import Tables

MONTHLY, HOURLY, UNPAID = "monthly", "hourly", "none"
"""How a contract pays: by the month, at a rate an hour, or not here but by another employer."""
_HELD = ("day_minutes", "pay", "rate")


def in_force(tables: Tables) -> Frame:
    """The contracts of every employee by the days on which they hold, without a gap.

    Before the first there is none: 480 minutes a day, paid by the month.

    Columns: employee, from_day, until_day, day_minutes, pay, rate (fen an hour; missing but under hourly pay),
    contract (the ledger position of the fact; missing without one).
    """
    none = last_recorded(tables.of("employees"), "employee").select(
        "employee",
        from_day=whole(-FOREVER),
        day_minutes=whole(STANDARD_DAY),
        pay=nw.lit(MONTHLY),
        rate=whole(None),
        contract=whole(None),
    )
    latest = last_recorded(tables.of("contracts"), "employee", "from_day")
    stated = latest.select("employee", "from_day", *_HELD, contract="position")
    return tables.settle(until_the_next(nw.concat([none, stated])))


def of_dates(rows: Frame, contracts: Frame) -> Frame:
    """Adds `day_minutes`, `pay` and `rate` of the contract in force on each row's `day` (S3.7a)."""
    return on_day(rows, contracts).drop("from_day", "until_day", "contract")


def of_last_day(members: Frame, contracts: Frame) -> Frame:
    """The contract in force on the last day employed in the period (S2.4): employee, day_minutes, pay, rate."""
    dated = members.select("employee", day="last_day")
    return of_dates(dated, contracts).drop("day")


def of_employed_days(members: Frame, contracts: Frame) -> Frame:
    """The stretches of the period's employed days under one contract each.

    Columns: employee, from_day, until_day, days, day_minutes, pay, rate, contract.
    """
    return employed(members, contracts)


def contracted(members: Frame, contracts: Frame) -> Frame:
    """S3.7a: the minutes a day of all employed days together. Columns: employee, contracted."""
    each = of_employed_days(members, contracts).with_columns(minutes=nw.col("days") * nw.col("day_minutes"))
    return each.group_by("employee").agg(contracted=total("minutes"))
