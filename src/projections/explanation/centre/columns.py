"""S13 What explains a column of a report of the centre: the steps that it counts, or that there is none."""

from collections.abc import Iterable

from projections.explanation.node import Node, Value


def column(name: str, value: Value, clause: str, parts: Iterable[Node], unit: str | None = None) -> Node:
    """A column and what it was made from; without that, there is nothing that it could be made of."""
    children = tuple(parts)
    return Node(name, value, unit, clause, children=children, nothing=not children)
