"""S13.11 The trainings that somebody attended."""

from projections.explanation.centre.conduct import by_date
from projections.explanation.centre.counts import count
from projections.explanation.explained_rows import Row, Used
from projections.explanation.node import Node, made_of
from projections.explanation.training_minutes import training_node


def training(used: Used, employee: str) -> tuple[Node, ...]:
    """S13.11: a node a row of the report, with a node a column."""
    return tuple(
        Node("training_row", clause="S13.11", children=_figures(used, employee, shown))
        for _, shown in used.reported("training", employee)
    )


def _figures(used: Used, employee: str, shown: Row) -> tuple[Node, ...]:
    found = tuple(
        training_node(row, row["position"], "S13.11") for row in by_date(used.rows("trainings attended", employee))
    )
    return (
        count("sessions", shown["sessions"], "S13.11", found),
        made_of("minutes", shown["minutes"], "S13.11", found),
    )
