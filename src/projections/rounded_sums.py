"""Sums of fractions, exact until the one rounding at their end: wages by month and by hour in one line of pay."""

from collections import defaultdict
from fractions import Fraction
from typing import Any

import narwhals.stable.v2 as nw
import polars as pl

from projections.expressions import Frame, round_half_up, rounded, rows, total
from projections.tables import Tables


def rounded_sums(tables: Tables, parts: Frame, *keys: str) -> Frame:
    """The sum of `numerator` / `denominator` of each key's rows, rounded once. Columns: the keys, amount.

    Numerators of one denominator together, and denominators, are below 2**63; a denominator is above 0.
    """
    summed = tables.settle(parts.group_by(*keys, "denominator").agg(numerator=total("numerator")))
    counts = summed.group_by(*keys).agg(count=rows())
    counted = summed.join(counts, on=list(keys))
    alone = counted.filter(nw.col("count") == 1).select(
        *keys, amount=round_half_up(nw.col("numerator"), nw.col("denominator"))
    )
    mixed = tables.engine.rows(counted.filter(nw.col("count") > 1).select(*keys, "numerator", "denominator"))
    return nw.concat([alone, tables.engine.table(_added(mixed, keys))])


def _added(mixed: pl.DataFrame, keys: tuple[str, ...]) -> pl.DataFrame:
    """The same of rows with several denominators: no engine adds fractions, so they are added here."""
    sums: dict[tuple[Any, ...], Fraction] = defaultdict(Fraction)
    for *key, numerator, denominator in mixed.iter_rows():
        sums[tuple(key)] += Fraction(numerator, denominator)
    found = [(*key, rounded(whole.numerator, whole.denominator)) for key, whole in sums.items()]
    schema = {name: mixed.schema[name] for name in keys} | {"amount": pl.Int64}
    return pl.DataFrame(found, schema=schema, orient="row")
