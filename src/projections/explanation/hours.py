"""S3.7 … S3.9 A row of the hours report, figure by figure."""

from projections.explanation.carry_over import carried
from projections.explanation.explained_rows import Used
from projections.explanation.lieu import banked
from projections.explanation.node import Node
from projections.explanation.worked_hours import worked


def hours(used: Used, employee: str) -> tuple[Node, ...]:
    """S3.8: a node a row of the report, with a node a column."""
    figures = worked(used, employee) | carried(used, employee) | banked(used, employee)
    return tuple(
        Node("hours_row", clause="S3.8", children=tuple(figures[name] for name in list(shown)[1:]))
        for _, shown in used.reported("hours", employee)
    )
