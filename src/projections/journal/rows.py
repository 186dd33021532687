"""From the stored events of a kind to the typed rows of its table."""

from collections.abc import Mapping

import polars as pl

from projections.journal.schema import TABLES, VOIDABLE_NUMBERS, Table

VOIDS = "voids"
"""The table of what was voided; a journal applies it and does not show it."""
EVENT: dict[str, type[pl.DataType]] = {"position": pl.Int64, "state": pl.String}
NAMED_EVENT: dict[str, type[pl.DataType]] = {
    **EVENT,
    "ref": pl.String,
    "originator_id": pl.String,
    "originator_version": pl.Int64,
}
"""The columns of events that a void can name by more than their own number."""
NAMES = ("ref", "id", "number")
"""The ways to name a fact, in the order in which they are tried."""
_VOID_FIELDS = {"of_kind": pl.String, "of": pl.String}


def kind_of(table: str) -> str:
    """The kind of fact that a table holds."""
    return "void" if table == VOIDS else TABLES[table].kind


def event_columns(table: str) -> dict[str, type[pl.DataType]]:
    """The columns of the events table that a table's rows are made from, with their types."""
    return NAMED_EVENT if kind_of(table) in VOIDABLE_NUMBERS else EVENT


def typed_rows(table: str, events: pl.DataFrame, zone: str) -> pl.DataFrame:
    """The rows of a table, voided ones included; those that a void can name carry their names."""
    if table == VOIDS:
        return _decoded(events, _VOID_FIELDS).select("position", *_VOID_FIELDS)
    definition = TABLES[table]
    fields = {source.field or name: source.type for name, source in definition.columns.items()}
    number = VOIDABLE_NUMBERS.get(definition.kind)
    if number is not None:
        fields[number] = pl.String
    return _decoded(events, fields).select("position", *_columns(definition, zone), *_names(definition.kind))


def _decoded(events: pl.DataFrame, fields: Mapping[str, type[pl.DataType] | pl.DataType]) -> pl.DataFrame:
    state = pl.col("state").str.json_decode(pl.Struct(fields)).alias("_state")
    others = [name for name in events.columns if name not in ("state", *fields)]
    return events.select(*others, state).unnest("_state")


def _columns(table: Table, zone: str) -> list[pl.Expr]:
    return [source.make(source.field or name, zone).alias(name) for name, source in table.columns.items()]


def _names(kind: str) -> list[pl.Expr]:
    if kind not in VOIDABLE_NUMBERS:
        return []
    number = VOIDABLE_NUMBERS[kind]
    stream_and_version = pl.concat_str("originator_id", pl.lit("."), pl.col("originator_version").cast(pl.String))
    return [
        pl.col("ref").alias("_ref"),
        stream_and_version.alias("_id"),
        pl.lit(None, dtype=pl.String).alias("_number") if number is None else pl.col(number).alias("_number"),
    ]
