"""S7.3, S7.4 奖金档 The row of a table that pays, and what the row above it asks for."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from projections.explanation.explained_rows import InForce
from projections.explanation.node import YUAN, Node, Value, decimal_text
from projections.tiers import cut_offs


@dataclass(frozen=True)
class Reading:
    """A table as it is read for one person: the parameter it is, its clause, and the figures held against it."""

    table: str
    clause: str
    row: int | None
    """The row that pays, from 1; None where no row holds."""
    figures: tuple[Node, ...]
    """One's own total, rank, and number of those ranked."""


TierNode: TypeAlias = Callable[[InForce, Reading, str, int], Node]


def tiers(ruled: InForce, reading: Reading) -> tuple[Node, ...]:
    """S7.3, S9.2: the row that pays, and the next one with its conditions beside one's own figures."""
    return _both(ruled, reading, len(ruled.parameters[reading.table]), _tier)


def lead_tiers(ruled: InForce, reading: Reading) -> tuple[Node, ...]:
    """S7.4: the rank that pays, and the one above it."""
    return _both(ruled, reading, len(ruled.rules.lead_bonus.amounts), _lead_tier)


def _both(ruled: InForce, reading: Reading, rows: int, tier: TierNode) -> tuple[Node, ...]:
    if reading.row is None:
        table = ruled.parameter(reading.table)
        paying = Node("no_tier", "0.00", YUAN, reading.clause, parameters=table, children=reading.figures)
    else:
        paying = tier(ruled, reading, "tier", reading.row)
    following = rows if reading.row is None else reading.row - 1
    return (paying, tier(ruled, reading, "next_tier", following)) if following >= 1 else (paying,)


def _tier(ruled: InForce, reading: Reading, term: str, row: int) -> Node:
    table = ruled.rules.bonus_tiers if reading.table == "bonus_tiers" else ruled.rules.star_tiers
    tier, within = table[row - 1], cut_offs(table, ruled.rules.rank_reading)[row - 1]
    of: dict[str, Value] = {"row": row, "total_at_least": decimal_text(tier.total), "rank_within_percent": within}
    shown = {reading.table: [ruled.parameters[reading.table][row - 1]]} | ruled.parameter("rank_reading")
    return Node(term, decimal_text(tier.amount), YUAN, reading.clause, of, shown, children=reading.figures)


def _lead_tier(ruled: InForce, reading: Reading, term: str, row: int) -> Node:
    table = ruled.rules.lead_bonus
    of: dict[str, Value] = {"total_above": decimal_text(table.total_above), "rank": row}
    amount = decimal_text(table.amounts[row - 1])
    return Node(term, amount, YUAN, reading.clause, of, ruled.parameter("lead_bonus"), children=reading.figures)
