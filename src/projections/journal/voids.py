"""S11.5 作废 What a `void` takes back counts for nothing: it is left out of its table, and stays on the ledger."""

from collections.abc import Iterable

import polars as pl

from ledger.facts.base import KINDS

VOIDS = "voids"
"""The table of the voids; a journal applies it and does not show it."""
_COLUMNS = {"position": pl.Int64, "of_kind": pl.String, "target": pl.Int64}


def void_rows(voids: Iterable[tuple[int, str, int]]) -> pl.DataFrame:
    """Voids as a table: position, of_kind, and the position of what is voided (target)."""
    return pl.DataFrame(list(voids), schema=_COLUMNS, orient="row")


def without_voided(rows: pl.DataFrame, voids: pl.DataFrame, kind: str) -> pl.DataFrame:
    """The rows of a kind less those that a void in view takes back; a form version stays valid for what names it."""
    if KINDS[kind].valid_when_voided or rows.is_empty():
        return rows
    voided = voids.filter(pl.col("of_kind") == kind)["target"]
    return rows if voided.is_empty() else rows.filter(~pl.col("position").is_in(voided.implode()))


def last_standing(themes: pl.DataFrame, standing: pl.DataFrame, voids: pl.DataFrame) -> pl.DataFrame:
    """S11.5: of the themes of which nothing stands any more, what stood last: what was voided last of each.

    The lists and the grants that name such a theme read it so for ever.
    """
    gone = themes.filter(~pl.col("theme").is_in(standing["theme"].implode()))
    first = voids.group_by("target").agg(voided_at=pl.col("position").min())
    voided = gone.join(first, left_on="position", right_on="target")
    last = voided.filter(pl.col("voided_at") == pl.col("voided_at").max().over("theme"))
    return last.select(themes.columns)
