"""S3.3 作废 What a `void` names counts for nothing: it is left out of its table, and stays on the ledger."""

import polars as pl

from projections.journal.schema import VOIDABLE_NUMBERS

_VOID = pl.Struct({"of_kind": pl.String, "of": pl.String})


def without_voided(events: pl.DataFrame, voids: pl.DataFrame, kind: str) -> pl.DataFrame:
    """The events of a kind less those that a void names: by `ref`, else by id, else by the fact's own number.

    A void speaks of what was recorded before it, so a later fact that happens to carry the same name is untouched.
    """
    if kind not in VOIDABLE_NUMBERS or voids.is_empty() or events.is_empty():
        return events
    named = voids.select(
        pl.col("position").alias("void"), pl.col("state").str.json_decode(_VOID).alias("named")
    ).unnest("named")
    named = named.filter(pl.col("of_kind") == kind).select("void", "of")
    voided: list[int] = []
    for name in _names(kind):
        found = named.join(events.select("position", name.alias("of")), on="of").filter(
            pl.col("position") < pl.col("void")
        )
        voided += found["position"].to_list()
        named = named.join(found, on="void", how="anti")
    return events.filter(~pl.col("position").is_in(voided))


def _names(kind: str) -> list[pl.Expr]:
    """The ways to name a fact, in the order in which they are tried."""
    names = [pl.col("ref"), pl.concat_str("originator_id", pl.lit("."), pl.col("originator_version").cast(pl.String))]
    number = VOIDABLE_NUMBERS[kind]
    if number is not None:
        names.append(pl.col("state").str.json_path_match(f"$.{number}"))
    return names
