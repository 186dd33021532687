"""The few expressions that every chapter needs, each written once so that all engines agree on it.

Figures are whole numbers. An engine may widen a sum (DuckDB to 128 bits, or to a decimal in a window), so every sum is
taken here and brought back to 64 bits; and there is one rounding.
"""

from collections.abc import Sequence
from functools import reduce
from typing import Any, TypeAlias

import narwhals.stable.v2 as nw

from projections.calendar import Period

Frame: TypeAlias = nw.LazyFrame[Any]
Expression: TypeAlias = nw.Expr


def whole(value: int | None) -> Expression:
    """A literal whole number (or a missing one) of the width that all columns have."""
    return nw.lit(value, dtype=nw.Int64)


def one(condition: Expression) -> Expression:
    """1 where a condition holds, else 0, also where it is missing."""
    return nw.when(condition).then(whole(1)).otherwise(whole(0))


def total(column: str) -> Expression:
    """The sum of a column in a group; nothing sums to 0."""
    return nw.col(column).sum().cast(nw.Int64).fill_null(0)


def rows() -> Expression:
    """The number of rows of a group."""
    return nw.len().cast(nw.Int64)


def running_total(column: str, within: Sequence[str], order: Sequence[str]) -> Expression:
    """The sum of a column up to and including this row, in the given order."""
    return nw.col(column).cum_sum().over(*within, order_by=list(order)).cast(nw.Int64)


def round_half_up(numerator: Expression, denominator: Expression | int) -> Expression:
    """`numerator / denominator` rounded to a whole number, a tie away from zero; the denominator is above 0.

    The only rounding there is; `rounded` is the same for figures that are in no table. Whole division is towards the
    lesser on every engine, so below 0 a tie goes down with the smaller half. The bounds of amounts, minutes and
    multiples keep numerators below 2**63.
    """
    half = nw.when(numerator < 0).then((denominator - 1) // 2).otherwise(denominator // 2)
    return ((numerator + half) // denominator).cast(nw.Int64)


def rounded(numerator: int, denominator: int) -> int:
    """`numerator / denominator` as `round_half_up` has it, of two whole numbers; the denominator is above 0."""
    size = (abs(numerator) + denominator // 2) // denominator
    return -size if numerator < 0 else size


def no_less_than_zero(value: Expression) -> Expression:
    """`max(0, value)`; missing stays missing."""
    return value.clip(lower_bound=0)


def smaller(one: Expression, other: Expression) -> Expression:
    """The smaller of two values, neither of them missing."""
    return nw.min_horizontal(one, other)


def taken_in_turn(rows: Frame, name: str, of: str, most: str, within: Sequence[str], order: Sequence[str]) -> Frame:
    """Adds `name`: what is taken of each row, in the given order, until a group has given `most`.

    `of` is what a row can give, and `most` is the same on all rows of a group; neither is below 0.
    """
    before = running_total(of, within, order) - nw.col(of)
    left = no_less_than_zero(nw.col(most) - nw.col("before"))
    return rows.with_columns(before=before).with_columns(**{name: smaller(left, nw.col(of))}).drop("before")


def period_label(number: Expression) -> Expression:
    """``YYYY-MM`` of a month number."""
    year, month = (number // 12).cast(nw.String), (number % 12 + 1).cast(nw.String)
    return nw.concat_str(year.str.zfill(4), nw.lit("-"), month.str.zfill(2))


def week_number_of(day: Expression) -> Expression:
    """The ISO week of a day, as `calendar.week_number` has it."""
    return (day + 3) // 7


def dated_in(period: Period, column: str = "day") -> Expression:
    """Whether a day lies in the period, both of its ends included (S2.3)."""
    return (nw.col(column) >= period.first_day) & (nw.col(column) <= period.last_day)


def last_recorded(frame: Frame, *key: str) -> Frame:
    """The row of each key that was recorded last (S: "last" is always by ledger position)."""
    newest = nw.col("position").max().over(*key)
    return (
        frame.with_columns(newest_position=newest)
        .filter(nw.col("position") == nw.col("newest_position"))
        .drop("newest_position")
    )


def exists(frame: Frame, marker: str, *key: str) -> Frame:
    """The distinct keys of a frame with a column of true: to be joined where it matters whether there is one."""
    return frame.select(*key).unique().with_columns(nw.lit(value=True).alias(marker))


def marked(marker: str) -> Expression:
    """The column of `exists` after a left join: true, or false where nothing was joined."""
    return nw.col(marker).fill_null(value=False)


def first_of(conditions: list[tuple[Expression, Expression]], otherwise: Expression) -> Expression:
    """The value of the first condition that holds, from the top: how a table is read."""

    def above(below: Expression, row: tuple[Expression, Expression]) -> Expression:
        condition, value = row
        return nw.when(condition).then(value).otherwise(below)

    return reduce(above, reversed(conditions), otherwise)
