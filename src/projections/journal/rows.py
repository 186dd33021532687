"""From the stored events of a kind to the typed rows of its table."""

from collections.abc import Mapping

import polars as pl

from projections.journal.schema import TABLES, Table
from projections.journal.voids import VOIDS

EVENT: dict[str, type[pl.DataType]] = {"position": pl.Int64, "state": pl.String}
"""The columns of the events table that rows are made from."""


def kind_of(table: str) -> str:
    """The kind of fact that a table holds."""
    return "void" if table == VOIDS else TABLES[table].kind


def typed_rows(table: str, events: pl.DataFrame, zone: str) -> pl.DataFrame:
    """The rows of a table, voided ones included."""
    definition = TABLES[table]
    fields = {source.field or name: source.type for name, source in definition.columns.items()}
    return _decoded(events, fields).select("position", *_columns(definition, zone))


def _decoded(events: pl.DataFrame, fields: Mapping[str, type[pl.DataType] | pl.DataType]) -> pl.DataFrame:
    state = pl.col("state").str.json_decode(pl.Struct(fields)).alias("_state")
    others = [name for name in events.columns if name not in ("state", *fields)]
    return events.select(*others, state).unnest("_state")


def _columns(table: Table, zone: str) -> list[pl.Expr]:
    return [source.make(source.field or name, zone).alias(name) for name, source in table.columns.items()]
