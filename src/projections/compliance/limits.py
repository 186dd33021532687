"""S14 合规 A value beyond its limit: the form of a row, whichever rule it is of."""

from collections.abc import Callable
from typing import Protocol

import narwhals.stable.v2 as nw
import polars as pl

from projections import lookback
from projections.calendar import Period
from projections.expressions import Expression, Frame, whole
from projections.prior_periods import Past

ROW: dict[str, type[pl.DataType]] = {
    "employee": pl.String,
    "rule": pl.String,
    "from_day": pl.Int64,
    "until_day": pl.Int64,
    "value": pl.Int64,
    "limit": pl.Int64,
    "clause": pl.String,
}
"""A row: value and limit are whole numbers of minutes, days, fen or hundredths, by the rule."""


class Looked(lookback.Looked, Protocol):
    """The period that is looked at: a `Month`."""

    past: Past

    @property
    def hours(self) -> Frame:
        """S3.7 … S3.9."""
        ...

    @property
    def payroll(self) -> tuple[Frame, Frame]:
        """S10: who has a row, and all lines."""
        ...

    @property
    def lookback(self) -> lookback.Lookback:
        """What the period hands on."""
        ...


Rule = Callable[[Looked, int], Frame]
"""From the period and the limit that the rule set gives to the rows of a rule."""


def beyond(rule: str, clause: str, found: Frame, breach: Expression) -> Frame:
    """The rows of a rule: those of `found` in which the value is beyond the limit.

    `found` has employee, from_day, until_day, value and limit.
    """
    return found.filter(breach).with_columns(rule=nw.lit(rule), clause=nw.lit(clause)).select(*ROW)


def of_period(found: Frame, period: Period) -> Frame:
    """Adds the period's first and last day, for a value that is of the whole of it."""
    return found.with_columns(from_day=whole(period.first_day), until_day=whole(period.last_day))
