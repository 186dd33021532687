"""S7.1, S7.2 排名 Ranking: who is ranked with whom, and in which order."""

import narwhals.stable.v2 as nw

from ledger.ruleset import RuleSet
from projections.expressions import Expression, Frame, exists, marked, rows
from projections.tables import Tables


def precedence() -> Expression:
    """S7.2: total, then behaviour, on one whole number, so that equal on both is equal; the unscored come last."""
    return (nw.col("total") * 10_001 + nw.col("behaviour").fill_null(0)).fill_null(-1)


def ranked(candidates: Frame, pool: str) -> Frame:
    """S7.2: adds rank (1, 2, 2, 4) and of (the pool's size) to candidates that all have a total."""
    packed = candidates.with_columns(precedence=precedence())
    rank = nw.col("precedence").rank("min", descending=True).over(pool).cast(nw.Int64)
    sizes = candidates.group_by(pool).agg(of=rows())
    return packed.with_columns(rank=rank).join(sizes, on=pool).drop("precedence")


def ranking(tables: Tables, scores: Frame, exclusions: Frame, rules: RuleSet) -> Frame:
    """S7.1, S7.2: employee, role, pool, rank, of, total, behaviour; rank is missing for whoever is not ranked.

    Who is in no pool has no row (S7.1a).
    """
    in_a_pool = scores.filter(~nw.col("pool").is_null())
    pooled = in_a_pool.select("employee", "role", "pool", "total", "behaviour")
    candidates = pooled.filter(~nw.col("total").is_null())
    if rules.rank_pool == "eligible":
        barred = exists(exclusions, "barred", "employee")
        candidates = candidates.join(barred, on="employee", how="left").filter(~marked("barred")).drop("barred")
    placed = tables.settle(ranked(candidates, "pool"))
    sizes = placed.group_by("pool").agg(size=rows())
    joined = pooled.join(placed.select("employee", "rank"), on="employee", how="left").join(
        sizes, on="pool", how="left"
    )
    return tables.settle(
        joined.select("employee", "role", "pool", "rank", "total", "behaviour", of=nw.col("size").fill_null(0))
    )
