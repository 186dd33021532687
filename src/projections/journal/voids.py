"""S3.3 作废 What a `void` names counts for nothing: it is left out of its table, and stays on the ledger."""

import polars as pl

from projections.journal.rows import NAMES


def without_voided(rows: pl.DataFrame, voids: pl.DataFrame, kind: str) -> pl.DataFrame:
    """The rows of a kind less those that a void names: by `ref`, else by id, else by the fact's own number.

    A void speaks of what was recorded before it, so a later fact that happens to carry the same name is untouched.
    """
    names = [f"_{name}" for name in NAMES if f"_{name}" in rows.columns]
    named = voids.filter(pl.col("of_kind") == kind).select("of", void="position")
    voided: list[int] = []
    for name in names if not named.is_empty() else []:
        found = named.join(rows.select("position", of=name), on="of").filter(pl.col("position") < pl.col("void"))
        voided += found["position"].to_list()
        named = named.join(found, on="void", how="anti")
    counted = rows.filter(~pl.col("position").is_in(voided)) if voided else rows
    return counted.drop(names)
