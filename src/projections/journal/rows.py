"""From the stored events of a kind to the typed rows of its table."""

from collections.abc import Mapping
from functools import cache

import polars as pl

from projections.journal.columns import STATE, Table
from projections.journal.schema import TABLES
from projections.journal.voids import VOIDS

EVENT: dict[str, type[pl.DataType]] = {"position": pl.Int64, STATE: pl.String}
"""The columns of the events table that rows are made from."""


def kind_of(table: str) -> str:
    """The kind of fact that a table holds."""
    return "void" if table == VOIDS else TABLES[table].kind


def typed_rows(table: str, events: pl.DataFrame, zone: str) -> pl.DataFrame:
    """The rows of a table, voided ones included."""
    definition = TABLES[table]
    if events.is_empty():
        return empty_rows(table, zone)
    return _typed(definition, events, zone)


@cache
def empty_rows(table: str, zone: str) -> pl.DataFrame:
    """The rows of a table of which there are no facts."""
    return _typed(TABLES[table], pl.DataFrame(schema=EVENT), zone)


def _typed(definition: Table, events: pl.DataFrame, zone: str) -> pl.DataFrame:
    fields = {source.field or name: source.type for name, source in definition.columns.items()}
    return _decoded(events, fields).select("position", *_columns(definition, zone))


def _decoded(events: pl.DataFrame, fields: Mapping[str, type[pl.DataType] | pl.DataType]) -> pl.DataFrame:
    state = pl.col(STATE).str.json_decode(pl.Struct(fields)).alias("_state")
    others = [name for name in events.columns if name not in fields]
    return events.select(*others, state).unnest("_state")


def _columns(table: Table, zone: str) -> list[pl.Expr]:
    return [source.make(source.field or name, zone).alias(name) for name, source in table.columns.items()]
