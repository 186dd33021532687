"""S13.11, S3.8a The trainings behind a figure."""

from projections.calendar import day_text
from projections.explanation.centre.conduct import by_date
from projections.explanation.centre.counts import count
from projections.explanation.explained_rows import Row, Used
from projections.explanation.node import MINUTES, Node, made_of


def training(used: Used, employee: str) -> tuple[Node, ...]:
    """S13.11: a node a row of the report, with a node a column."""
    return tuple(
        Node("training_row", clause="S13.11", children=_figures(used, employee, shown))
        for _, shown in used.reported("training", employee)
    )


def _figures(used: Used, employee: str, shown: Row) -> tuple[Node, ...]:
    found = tuple(
        _training(row, row["position"], "S13.11") for row in by_date(used.rows("trainings attended", employee))
    )
    return (
        count("sessions", shown["sessions"], "S13.11", found),
        made_of("minutes", shown["minutes"], "S13.11", found),
    )


def trained(used: Used, employee: str, minutes: int) -> tuple[Node, ...]:
    """S3.8a: the trainings of somebody that are worked, by date; nothing is told where there are none."""
    found = by_date(used.rows("worked_training", employee))
    parts = tuple(worked_training(row, row["position"]) for row in found)
    return (made_of("trained", minutes, "S3.8a", parts),) if parts else ()


def worked_training(row: Row, position: int) -> Node:
    """S3.8a: one of them, with `day` and `minutes`."""
    return _training(row, position, "S3.8a")


def _training(row: Row, position: int, clause: str) -> Node:
    return Node("training", row["minutes"], MINUTES, clause, {"date": day_text(row["day"])}, facts=(position,))
