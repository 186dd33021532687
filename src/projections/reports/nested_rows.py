"""The rows of reports that gather several rows of a chapter into one, or put them in the manual's order."""

import polars as pl

from projections.awards import in_theme_order
from projections.calendar import Quarter
from projections.month import Month
from projections.pay.payroll import in_order, with_items
from projections.reports.forms import decimal_form

LINES = pl.List(pl.Struct({"item": pl.String, "amount": pl.String, "clause": pl.String}))
"""The type of a payslip's lines."""


def bonus_rows(month: Month) -> pl.DataFrame:
    """S7: the bonus, with the clauses that exclude someone as a list; S6.4 first, then in the manual's order."""
    rows = month.tables.engine.rows
    clauses = rows(month.excluded_by).unique().sort("employee", "clause")
    listed = clauses.group_by("employee", maintain_order=True).agg(excluded_by="clause")
    joined = rows(month.bonus).join(listed, on="employee", how="left")
    return joined.with_columns(pl.col("excluded_by").fill_null(pl.lit([], dtype=pl.List(pl.String))))


def awards_rows(month: Month) -> pl.DataFrame:
    """S8: the awards won, by employee and then in the order of their themes."""
    won = month.tables.engine.rows(month.awards)
    themes = in_theme_order(won["theme"])
    order = pl.DataFrame({"theme": themes, "order": range(len(themes))}, schema={"theme": pl.String, "order": pl.Int64})
    return won.join(order, on="theme").sort("employee", "order")


def stars_rows(month: Month) -> pl.DataFrame:
    """S9: the stars, under the quarter that is being paid."""
    quarter = str(Quarter.before(month.period.number))
    return month.tables.engine.rows(month.stars).with_columns(quarter=pl.lit(quarter))


def payroll_rows(month: Month) -> pl.DataFrame:
    """S10, S10.7: a row a person, with the lines as a list of item, amount (yuan) and clause; the total in fen.

    A total below zero is flagged, never clipped.
    """
    everyone, lines = (month.tables.engine.rows(table) for table in month.payroll)
    named = with_items(in_order(lines))
    line = pl.struct("item", decimal_form(pl.col("amount")).alias("amount"), "clause")
    gathered = named.group_by("employee", maintain_order=True).agg(lines=line, total=pl.col("amount").sum())
    no_lines = pl.lit([], dtype=LINES)
    rows = everyone.join(gathered, on="employee", how="left")
    return rows.with_columns(pl.col("total").fill_null(0), pl.col("lines").fill_null(no_lines)).with_columns(
        negative=pl.col("total") < 0
    )


def paid_time_rows(month: Month) -> pl.DataFrame:
    """S10.8b: the minutes that pay is paid for, by employee and then in the order of the lines of pay."""
    return with_items(in_order(month.tables.engine.rows(month.paid_time)))
