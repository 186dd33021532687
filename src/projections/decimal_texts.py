"""Decimals as reports and frozen bytes show them, read again as whole numbers."""

import polars as pl


def hundredths_of(column: str) -> pl.Expr:
    """Whole hundredths, or fen, of a decimal text with two places; missing stays missing."""
    return pl.col(column).str.replace(".", "", literal=True).cast(pl.Int64)
