"""S7.1a 奖金池 Pools: to which one an employee belongs, and what weights and tables it has of its own."""

from collections.abc import Sequence

import narwhals.stable.v2 as nw

from ledger.ruleset import Pool, RuleSet
from projections.expressions import Expression, first_of, whole

COMPONENTS = ("call", "work", "behaviour")
"""The components of a total, in the order of S6.3."""


def pool_of(rules: RuleSet) -> Expression:
    """S7.1a: the first pool whose conditions role, team and channel meet; missing where they meet those of none."""
    rows = [(_meets(pool), nw.lit(pool.pool)) for pool in rules.pool_list]
    return first_of(rows, nw.lit(None, dtype=nw.String))


def pool_weight(rules: RuleSet, component: str, of_role: Expression) -> Expression:
    """S7.1a: the weight of a component in the total: that of the pool, else that of the role (S6.3)."""
    own = [
        (nw.col("pool") == pool.pool, whole(getattr(pool.weights, component)))
        for pool in rules.pool_list
        if pool.weights is not None
    ]
    return first_of(own, of_role)


def _meets(pool: Pool) -> Expression:
    holds = _among("role", pool.roles)
    if pool.teams is not None:
        holds &= _among("team", pool.teams)
    if pool.channels is not None:
        # Who has no channel meets no condition on it.
        holds &= _among("channel", pool.channels)
    return holds


def _among(column: str, values: Sequence[str]) -> Expression:
    # An empty list takes nobody, and no engine takes an empty list.
    return nw.col(column).is_in(list(values)) if values else nw.col("employee").is_null()
