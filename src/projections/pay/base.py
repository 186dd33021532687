"""S10.1 基本工资 The base salary: what monthly amounts and hourly minutes make in a period."""

import narwhals.stable.v2 as nw

from projections.contracts import MONTHLY
from projections.expressions import Frame, whole
from projections.pay.hourly import hourly_minutes
from projections.pay.sources import PaidDays
from projections.rounded_sums import rounded_sums
from projections.stretches import employed


def held(members: Frame, pay_terms: Frame) -> Frame:
    """S10.1: the stretches of the period's employed days under monthly pay with one monthly amount.

    Columns: employee, from_day, until_day, days, monthly (fen), salary, and those of the contract.
    """
    stated = ~nw.col("salary").is_null()
    return employed(members, pay_terms).filter((nw.col("pay") == MONTHLY) & stated)


def base(sources: PaidDays) -> Frame:
    """S10.1, S10.1a: monthly amounts by day, and hourly minutes at their rate, in one rounding. employee, amount.

    Everyone in the period has a row but who is under `none` on every employed day (S10.1b).
    """
    monthly = held(sources.members, sources.pay_terms).select(
        "employee", numerator=nw.col("days") * nw.col("monthly"), denominator=whole(sources.period.days)
    )
    hourly = hourly_minutes(sources).select("employee", "numerator", "denominator")
    paid = rounded_sums(sources.tables, nw.concat([monthly, hourly]), "employee")
    joined = sources.members.select("employee").join(paid, on="employee", how="left")
    return joined.select("employee", nw.col("amount").fill_null(0))
