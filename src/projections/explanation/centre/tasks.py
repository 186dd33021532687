"""S13.14 主管布置的工作 A task of somebody: the fact that set it, and their steps."""

from projections.explanation.centre.steps import progress, stated
from projections.explanation.explained_rows import Row, Used
from projections.explanation.node import Node

_CLAUSE = "S13.14"


def tasks(used: Used, employee: str) -> tuple[Node, ...]:
    """S13.14: a node a row of the report, with a node a column."""
    return tuple(_task(used, row, shown) for row, shown in used.reported("tasks", employee))


def _task(used: Used, row: Row, shown: Row) -> Node:
    steps = used.facts("task_steps", task=row["task"], employee=row["employee"])
    made = progress(used, shown, _CLAUSE, row["position"], steps)
    made |= {name: stated(name, shown, _CLAUSE, row["position"]) for name in ("task", "by")}
    children = tuple(made[name] for name in shown if name != "employee")
    return Node("tasks_row", clause=_CLAUSE, of={"task": shown["task"]}, children=children)
