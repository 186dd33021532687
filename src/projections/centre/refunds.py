"""S13.6 退费登记 Refunds: what each employee registered, what became of it, and what was registered wrongly."""

import narwhals.stable.v2 as nw

from projections.calendar import Period
from projections.centre.percents import percent
from projections.expressions import Frame, dated_in, exists, last_recorded, marked, one, rows, total, whole
from projections.tables import Tables

CORRECTED = "corrected"
_COUNTS = ("paid", "paid_amount", "rejected", "erroneous")


def refunds(tables: Tables, period: Period) -> Frame:
    """S13.6: a row for everyone who registered a refund in the period.

    Columns: employee, registered, amount (fen), paid, paid_amount (fen), rejected, erroneous, error_percent (hundredths
    of a percent of those registered).
    """
    counted = registered(tables, period).with_columns(
        paid=one(nw.col("state") == "paid"),
        paid_amount=nw.when(nw.col("state") == "paid").then(nw.col("amount")).otherwise(whole(0)),
        rejected=one(nw.col("state") == "rejected"),
        erroneous=one(nw.col("erroneous")),
    )
    sums = (total(name).alias(name) for name in ("amount", *_COUNTS))
    summed = counted.group_by("employee").agg(*sums, registered=rows())
    return summed.select(
        "employee",
        "registered",
        "amount",
        *_COUNTS,
        error_percent=percent(nw.col("erroneous"), nw.col("registered")),
    )


def registered(tables: Tables, period: Period) -> Frame:
    """S13.6: the refunds of the period.

    Columns: position, refund, employee, day, amount (fen, as last corrected), state (missing: registered), erroneous
    (whether a standing error names it).
    """
    updates = tables.of("refund_updates")
    states = last_recorded(updates.filter(nw.col("status") != CORRECTED), "refund").select("refund", state="status")
    amounts = last_recorded(updates.filter(nw.col("status") == CORRECTED), "refund").select("refund", anew="amount")
    named = exists(tables.of("work_errors").filter(~nw.col("refund").is_null()), "erroneous", "refund")
    found = tables.of("refunds").filter(dated_in(period))
    for part in (states, amounts, named):
        found = found.join(part, on="refund", how="left")
    amount = nw.when(nw.col("anew").is_null()).then(nw.col("amount")).otherwise(nw.col("anew"))
    return found.with_columns(amount=amount, erroneous=marked("erroneous")).drop("anew")
