"""S10.9 实发核对 Payments: what was really paid beside what the books have, by person and item."""

import narwhals.stable.v2 as nw
import polars as pl

from projections.decimal_texts import hundredths_of
from projections.expressions import Frame, last_recorded, total
from projections.month import Month

_LINES = {"employee": pl.String, "item": pl.String, "ledger": pl.Int64, "place": pl.Int64}
_NOTHING = (pl.DataFrame(schema={"employee": pl.String}), pl.DataFrame(schema=_LINES))
"""Without any payment nobody is asked for their pay."""
_AFTER_ALL = 1 << 62
"""The place of an item that the payroll does not have; those are in the order of their names."""


def payments(month: Month) -> tuple[Frame, Frame]:
    """S10.9: everyone with pay or a payment, and the items of which the two sums differ; nobody without any payment.

    The first table: employee, ledger, paid (fen). The second: employee, item, ledger, paid, place (in the payroll).
    """
    tables = month.tables
    found = tables.settle(paid(month))
    everyone, lines = _NOTHING if tables.engine.rows(found).is_empty() else _payroll(month)
    handed = [tables.engine.table(frame) for frame in (everyone, lines)]
    sums = tables.settle(_sums(handed[1], found))
    people = nw.concat([handed[0], found.select("employee")]).unique()
    totals = sums.group_by("employee").agg(ledger=total("ledger"), paid=total("paid"))
    joined = people.join(totals, on="employee", how="left")
    rows = joined.with_columns(nw.col("ledger").fill_null(0), nw.col("paid").fill_null(0))
    return tables.settle(rows), sums.filter(nw.col("ledger") != nw.col("paid"))


def paid(month: Month) -> Frame:
    """The payments of the period that stand: employee, item, amount (fen), position."""
    of_period = month.tables.of("payments").filter(nw.col("period") == month.period.number)
    return last_recorded(of_period, "employee", "item").select("employee", "item", "amount", "position")


def _payroll(month: Month) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Who has pay, and its lines in order, as the books have them: employee, item, ledger (fen), place."""
    shown = month.past.as_shown("payroll", month)
    listed = shown.select("employee", "lines").explode("lines").drop_nulls("lines").unnest("lines")
    placed = listed.select("employee", "item", hundredths_of("amount").alias("ledger"))
    numbered = placed.with_row_index("place").with_columns(pl.col("place").cast(pl.Int64))
    return shown.select("employee"), numbered.select(*_LINES)


def _sums(lines: Frame, found: Frame) -> Frame:
    """employee, item, ledger, paid, place: both sums of each item."""
    columns = ("employee", "item", "ledger", "paid", "place")
    nothing, after = nw.lit(0, dtype=nw.Int64), nw.lit(_AFTER_ALL, dtype=nw.Int64)
    of_ledger = lines.with_columns(paid=nothing).select(*columns)
    of_payer = found.with_columns(ledger=nothing, paid=nw.col("amount"), place=after).select(*columns)
    both = nw.concat([of_ledger, of_payer]).group_by("employee", "item")
    return both.agg(ledger=total("ledger"), paid=total("paid"), place=nw.col("place").min())
