"""The forms that whole numbers take in a report: dates, local minutes, points and yuan."""

import polars as pl

from projections.calendar import MINUTES_A_DAY


def date_form(day: pl.Expr) -> pl.Expr:
    """``YYYY-MM-DD`` of a day number."""
    return day.cast(pl.Int32).cast(pl.Date).dt.to_string("%Y-%m-%d")


def minute_form(minute: pl.Expr) -> pl.Expr:
    """``YYYY-MM-DDTHH:MM`` of a local minute."""
    date, time = date_form(minute.floordiv(MINUTES_A_DAY)), time_form(minute.mod(MINUTES_A_DAY))
    return pl.concat_str(date, pl.lit("T"), time)


def time_form(minute: pl.Expr) -> pl.Expr:
    """``HH:MM`` of a minute of the day."""
    return pl.concat_str(_two(minute.floordiv(60)), pl.lit(":"), _two(minute.mod(60)))


def year_form(year: pl.Expr) -> pl.Expr:
    """``YYYY`` of a year."""
    return year.cast(pl.String).str.zfill(4)


def week_form(week: pl.Expr) -> pl.Expr:
    """``YYYY-Www`` of an ISO week (see `calendar.week_number`); its year is that of its Thursday."""
    return (week * 7).cast(pl.Int32).cast(pl.Date).dt.to_string("%G-W%V")


def decimal_form(hundredths: pl.Expr) -> pl.Expr:
    """A decimal with two places of hundredths of a point, or of fen."""
    size = hundredths.abs()
    sign = pl.when(hundredths < 0).then(pl.lit("-")).otherwise(pl.lit(""))
    return pl.concat_str(sign, size.floordiv(100).cast(pl.String), pl.lit("."), _two(size.mod(100)))


def _two(number: pl.Expr) -> pl.Expr:
    return number.cast(pl.String).str.zfill(2)
