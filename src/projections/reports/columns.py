"""What the definitions of reports share: columns that several have, and where rows come from."""

from collections.abc import Callable

import polars as pl

from projections.expressions import Frame
from projections.month import Month
from projections.reports.definition import Column
from projections.reports.forms import date_form, decimal_form

EMPLOYEE = Column("employee")
DATE = Column("date", date_form, "day")
RANK = Column("rank", type=pl.Int64)
OF = Column("of", type=pl.Int64)
AMOUNT = Column("amount", decimal_form)


def whole_columns(*names: str) -> tuple[Column, ...]:
    """Columns of whole numbers: counts, minutes, seconds."""
    return tuple(Column(name, type=pl.Int64) for name in names)


def chapter(read: Callable[[Month], Frame]) -> Callable[[Month], pl.DataFrame]:
    """The rows of a chapter's table, as its engine hands them out."""
    return lambda month: month.tables.engine.rows(read(month))
