"""S10.6, S11.4 Adjustments: what a period is adjusted by for periods that were closed before it."""

from projections.explain.node import MINUTES, YUAN, Node
from projections.explain.used import Row, Used


def adjustment(_used: Used, line: Row) -> Node:
    """S10.6: a line `adjustment:<period>` of pay."""
    return Node(line["item"], line["amount"], YUAN, "S10.6", nothing=True)


def lieu_adjusted(_used: Used, _row: Row, shown: Row) -> Node:
    """S11.4: minutes by which the bank is adjusted."""
    return Node("lieu_adjusted", shown["lieu_adjusted"], MINUTES, "S11.4", nothing=True)
