"""S7.3, S7.4 奖金档 The row of a table that pays, and what the row above it asks for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from ledger.ruleset import LeadBonus, Tier
from projections.explanation.explained_rows import InForce
from projections.explanation.node import YUAN, Node, Value, decimal_text
from projections.tiers import cut_offs


@dataclass(frozen=True)
class Reading:
    """A table as it is read for one person: the parameter it stands in, its clause, and the figures held against it."""

    parameter: str
    clause: str
    row: int | None
    """The row that pays, from 1; None where no row holds."""
    figures: tuple[Node, ...]
    """One's own total, rank, and number of those ranked."""
    pool: str | None = None
    """The pool whose own table it is (S7.1a)."""

    def whole(self, ruled: InForce) -> dict[str, Any]:
        """The parameter with the table."""
        return ruled.parameter(self.parameter) if self.pool is None else ruled.pools(self.pool)


TierNode = Callable[[str, int], Node]


def tiers(ruled: InForce, reading: Reading, table: Sequence[Tier]) -> tuple[Node, ...]:
    """S7.3, S9.2: the row that pays, and the next one with its conditions beside one's own figures."""
    percents = cut_offs(table, ruled.rules.rank_reading)
    read_as = ruled.parameter("rank_reading") | ruled.parameter("rank_rounding")

    def tier(term: str, row: int) -> Node:
        above = decimal_text(table[row - 1].total)
        of: dict[str, Value] = {"row": row, "total_at_least": above, "rank_within_percent": percents[row - 1]}
        shown = reading.whole(ruled)
        if reading.pool is None:
            shown = {reading.parameter: [shown[reading.parameter][row - 1]]}
        amount = decimal_text(table[row - 1].amount)
        return Node(term, amount, YUAN, reading.clause, of, shown | read_as, children=reading.figures)

    return _both(ruled, reading, len(table), tier)


def places(ruled: InForce, reading: Reading, table: LeadBonus) -> tuple[Node, ...]:
    """S7.4: the rank that pays, and the one above it."""

    def place(term: str, row: int) -> Node:
        of: dict[str, Value] = {"total_above": decimal_text(table.total_above), "rank": row}
        amount = decimal_text(table.amounts[row - 1])
        return Node(term, amount, YUAN, reading.clause, of, reading.whole(ruled), children=reading.figures)

    return _both(ruled, reading, len(table.amounts), place)


def _both(ruled: InForce, reading: Reading, rows: int, tier: TierNode) -> tuple[Node, ...]:
    if reading.row is None:
        table = reading.whole(ruled)
        paying = Node("no_tier", "0.00", YUAN, reading.clause, parameters=table, children=reading.figures)
    else:
        paying = tier("tier", reading.row)
    following = rows if reading.row is None else reading.row - 1
    return (paying, tier("next_tier", following)) if following >= 1 else (paying,)
