"""From what a report says to what a cell of a workbook holds: the one place where figures change their form.

XLSX keeps numbers as text, so a decimal of the report is written digit by digit, and no float is made on the way.
"""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import partial
from typing import Any, NamedTuple

import polars as pl
from rich.cells import cell_len

from api.words.labels import value_label
from api.words.language import Language
from api.words.list_values import list_text
from projections.reports import Column
from projections.reports.forms import date_form, decimal_form, minute_form, time_form, week_form, year_form

Value = str | int | Decimal | date | datetime | None


class Noted(NamedTuple):
    """A value with a note that opens when the cell is pointed at."""

    value: Value
    note: str


Cell = Value | Noted


class Shape(Enum):
    """What kind of cells a column has, each with the number format that Excel shows it in."""

    TEXT = ""
    WHOLE = "#,##0;[Red]-#,##0"
    DECIMAL = "#,##0.00;[Red]-#,##0.00"
    DATE = "yyyy-mm-dd"
    MINUTE = "yyyy-mm-dd hh:mm"
    FIGURE = "General"
    """Figures of several units: whole numbers, and decimals."""


_SHAPES = {
    decimal_form: Shape.DECIMAL,
    date_form: Shape.DATE,
    minute_form: Shape.MINUTE,
    **dict.fromkeys((year_form, week_form, time_form), Shape.TEXT),
}

_READ: dict[Shape, Callable[[Any], Value]] = {
    Shape.WHOLE: int,
    Shape.DECIMAL: Decimal,
    Shape.DATE: date.fromisoformat,
    Shape.MINUTE: datetime.fromisoformat,
    Shape.FIGURE: lambda said: Decimal(said) if "." in said else int(said),
}
"""From what a report says to a value, by shape."""


def shape_of(column: Column, kind: pl.DataType) -> Shape:
    """The shape of a report's column, from the form that its whole numbers take."""
    if column.whole_in is not None:
        return Shape.FIGURE
    if column.form is not None:
        return _SHAPES[column.form]
    return Shape.WHOLE if kind.is_integer() else Shape.TEXT


def value_of(column: Column, shape: Shape, said: Any, language: Language) -> Value:
    """What the cell holds for what the report says."""
    if said is None:
        return None
    if shape is not Shape.TEXT:
        return _READ[shape](said)
    if isinstance(said, list):
        return list_text(said, partial(value_label, language=language))
    return value_label(said, language) if column.labelled or isinstance(said, bool) else str(said)


def width_of(value: Value) -> int:
    """How many narrow characters a value takes when it is shown; a Chinese character takes two."""
    if value is None:
        return 0
    if isinstance(value, datetime):
        return len(Shape.MINUTE.value)
    if isinstance(value, Decimal):
        return len(f"{value:,.2f}")
    return len(f"{value:,}") if isinstance(value, int) else cell_len(str(value))
