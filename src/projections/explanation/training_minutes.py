"""S3.8a The trainings that are worked, behind a figure."""

from projections.calendar import day_text
from projections.explanation.explained_rows import Row, Used
from projections.explanation.node import MINUTES, Node, made_of


def trained(used: Used, employee: str, minutes: int) -> tuple[Node, ...]:
    """S3.8a: the trainings of somebody that are worked, by date; nothing is told where there are none."""
    found = sorted(used.rows("worked_training", employee), key=lambda row: (row["day"], row["position"]))
    parts = tuple(worked_training(row, row["position"]) for row in found)
    return (made_of("trained", minutes, "S3.8a", parts),) if parts else ()


def worked_training(row: Row, position: int) -> Node:
    """S3.8a: one of them, with `day` and `minutes`."""
    return training_node(row, position, "S3.8a")


def training_node(row: Row, position: int, clause: str) -> Node:
    """A training, with `day` and `minutes`, under the clause that counts it."""
    return Node("training", row["minutes"], MINUTES, clause, {"date": day_text(row["day"])}, facts=(position,))
