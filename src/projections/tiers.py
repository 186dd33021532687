"""S7.3 奖金档 How a table of tiers is read: the monthly bonus (S7.3) and the star pay (S9.2) share it."""

from collections.abc import Sequence

import narwhals.stable.v2 as nw

from ledger.ruleset import Tier
from projections.expressions import Expression, first_of, whole


def tier_amount(tiers: Sequence[Tier], reading: str) -> Expression:
    """S7.3: the amount of the first row, from the top, whose total and rank conditions both hold, in fen; else 0.

    Read as `shares`, a row's percentage adds to those above it: 10, 35, 45 … become 10, 45, 90 …
    """
    rows: list[tuple[Expression, Expression]] = []
    share = 0
    for tier in tiers:
        holds = nw.col("total") >= tier.total
        if tier.within_percent is not None:
            share = share + tier.within_percent if reading == "shares" else tier.within_percent
            holds &= nw.col("rank") * 100 <= nw.col("of") * share
        rows.append((holds, whole(tier.amount)))
    return first_of(rows, whole(0))
