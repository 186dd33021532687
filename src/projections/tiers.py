"""S7.3 奖金档 How a table of tiers is read: the monthly bonus (S7.3) and the star pay (S9.2) share it."""

from collections.abc import Sequence

import narwhals.stable.v2 as nw

from ledger.ruleset import RuleSet, Tier
from projections.expressions import Expression, first_of, whole


def cut_offs(tiers: Sequence[Tier], reading: str) -> list[int | None]:
    """S7.3: the percentage within which each row's rank has to be; None where it has no rank condition.

    Read as `shares`, a row's percentage adds to those above it: 10, 35, 45 … become 10, 45, 90 …
    """
    found: list[int | None] = []
    share = 0
    for tier in tiers:
        if tier.within_percent is not None:
            share = share + tier.within_percent if reading == "shares" else tier.within_percent
        found.append(None if tier.within_percent is None else share)
    return found


def tier_of(tiers: Sequence[Tier], rules: RuleSet) -> Expression:
    """S7.3: the first row, from the top (1), whose total and rank conditions both hold; missing where none does."""
    rows: list[tuple[Expression, Expression]] = []
    for row, (tier, within) in enumerate(zip(tiers, cut_offs(tiers, rules.rank_reading), strict=True), start=1):
        holds = nw.col("total") >= tier.total
        if within is not None:
            holds &= nw.col("rank") <= last_within(within, rules.rank_rounding)
        rows.append((holds, whole(row)))
    return first_of(rows, whole(None))


def last_within(percent: int, rounding: str) -> Expression:
    """S7.3: the last rank within a percentage of those ranked, exact (cut down), rounded up, or to the nearest."""
    added = {"exact": 0, "nearest": 50, "up": 99}[rounding]
    return (nw.col("of") * percent + added) // 100


def amount_of(row: str, amounts: Sequence[int]) -> Expression:
    """What the row of a table, counted from 1, pays in fen; nothing where no row holds."""
    paid = [(nw.col(row) == number, whole(amount)) for number, amount in enumerate(amounts, start=1)]
    return first_of(paid, whole(0))
