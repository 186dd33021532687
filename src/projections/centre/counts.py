"""S13.1 What the reports of the centre count: a row where one of its counts is not 0."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import narwhals.stable.v2 as nw

from projections.expressions import Expression, Frame, total, whole


class Part(NamedTuple):
    """Rows that are counted, and what each of them adds to which counts; to the others it adds nothing."""

    rows: Frame
    adds: Mapping[str, Expression | int]


def counted(key: Sequence[str], counts: Sequence[str], parts: Sequence[Part]) -> Frame:
    """S13.1: the sums of what all parts add, by key. Columns: those of the key, and the counts, one of them not 0."""
    added = [
        part.rows.select(*key, **{name: _added(part.adds.get(name, 0)) for name in counts}).select(*key, *counts)
        for part in parts
    ]
    summed = nw.concat(added).group_by(*key).agg(*(total(name).alias(name) for name in counts))
    return summed.filter(nw.any_horizontal(*(nw.col(name) != 0 for name in counts), ignore_nulls=False))


def _added(value: Expression | int) -> Expression:
    return whole(value) if isinstance(value, int) else value.cast(nw.Int64).fill_null(0)
