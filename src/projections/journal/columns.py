"""The columns of the journal's tables: which field of the stored state each is made from, and as what.

Days, periods, instants and local minutes become whole numbers here, once (see ``projections.calendar``); no rule reads
a date or a time zone.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import polars as pl

STATE = "state"
"""The stored form itself, as text, beside the fields that are read from it."""
Making = Callable[[str, str], pl.Expr]
"""From the name of a state field and the site's time zone to a column."""


def _as_is(name: str, _zone: str) -> pl.Expr:
    return pl.col(name)


def _day(name: str, _zone: str) -> pl.Expr:
    return pl.col(name).str.to_date("%Y-%m-%d").to_physical().cast(pl.Int64)


def number_of_period(name: str, _zone: str = "") -> pl.Expr:
    """The month number of a period."""
    year, month = pl.col(name).str.slice(0, 4), pl.col(name).str.slice(5, 2)
    return year.cast(pl.Int64) * 12 + month.cast(pl.Int64) - 1


def _year(name: str, _zone: str) -> pl.Expr:
    return pl.col(name).cast(pl.Int64)


def _local(instant: pl.Expr, zone: str) -> pl.Expr:
    """The site's wall clock at an instant in UTC."""
    return instant.dt.convert_time_zone(zone).dt.replace_time_zone(None)


def _moment(name: str) -> pl.Expr:
    return pl.col(name).str.to_datetime("%Y-%m-%dT%H:%M:%S%.f%:z", time_unit="us", time_zone="UTC")


def _minute(name: str, zone: str) -> pl.Expr:
    """The site's wall-clock minute, cut down, of an instant (S3.3)."""
    return _local(_moment(name), zone).dt.epoch("s").floordiv(60)


def _local_day(name: str, zone: str) -> pl.Expr:
    """The site's date of an instant (S2.3)."""
    return _minute(name, zone).floordiv(24 * 60)


def _instant(name: str, _zone: str) -> pl.Expr:
    """The minute of an instant by UTC, cut down (S3.3)."""
    return _moment(name).dt.epoch("s").floordiv(60)


def _microsecond(name: str, _zone: str) -> pl.Expr:
    return _moment(name).dt.epoch("us")


def _time(name: str, _zone: str) -> pl.Expr:
    hours, minutes = pl.col(name).str.slice(0, 2), pl.col(name).str.slice(3, 2)
    return hours.cast(pl.Int64) * 60 + minutes.cast(pl.Int64)


def _is_stated(name: str, _zone: str) -> pl.Expr:
    # Within a text of the stored form, the quote that ends the name would be escaped.
    return pl.col(STATE).str.contains(f'"{name}":', literal=True)


def _of_another(name: str, _zone: str) -> pl.Expr:
    return pl.when(pl.col(name) != pl.col("employee")).then(pl.col(name))


@dataclass(frozen=True)
class Source:
    """A table's column: the state field it is made from, that field's type, and how."""

    type: pl.DataType | type[pl.DataType]
    make: Making = _as_is
    field: str | None = None


TEXT, WHOLE, TRUTH = Source(pl.String), Source(pl.Int64), Source(pl.Boolean)
DAY, PERIOD, YEAR = Source(pl.String, _day), Source(pl.String, number_of_period), Source(pl.String, _year)
TEXTS = Source(pl.List(pl.String))


def day_of(name: str) -> Source:
    """The day of a date."""
    return Source(pl.String, _day, name)


def period_of(name: str) -> Source:
    """The month number of a period."""
    return Source(pl.String, number_of_period, name)


def minute_of(name: str) -> Source:
    """The site's wall-clock minute of an instant."""
    return Source(pl.String, _minute, name)


def instant_of(name: str) -> Source:
    """The minute of an instant by UTC."""
    return Source(pl.String, _instant, name)


def microsecond_of(name: str) -> Source:
    """The microsecond of an instant by UTC."""
    return Source(pl.String, _microsecond, name)


def local_day_of(name: str) -> Source:
    """The site's date of an instant, as a day."""
    return Source(pl.String, _local_day, name)


def time_of(name: str) -> Source:
    """The minute of the day of a time ``HH:MM``."""
    return Source(pl.String, _time, name)


def stated(name: str) -> Source:
    """Whether a field is there at all, null or not (see ``ledger.facts.explicit_nulls``)."""
    return Source(pl.String, _is_stated, name)


def other_than_employee(name: str) -> Source:
    """A name where it is not that of the employee whom the fact is of, else null."""
    return Source(pl.String, _of_another, name)


AT = {"day": local_day_of("at"), "minute": minute_of("at"), "instant": instant_of("at")}
"""Of what happened at an instant: the site's date, its wall-clock minute, and the minute by UTC."""


@dataclass(frozen=True)
class Table:
    """A table of the journal: the kind it holds and its columns, beside `position`."""

    kind: str
    columns: dict[str, Source] = field(default_factory=dict)
