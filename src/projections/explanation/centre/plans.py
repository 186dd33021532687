"""S13.9 改进方案 An improvement plan: the fact that set it, and its steps."""

from projections.explanation.centre.steps import progress, stated
from projections.explanation.explained_rows import Row, Used
from projections.explanation.node import Node

_CLAUSE = "S13.9"


def plans(used: Used, employee: str) -> tuple[Node, ...]:
    """S13.9: a node a row of the report, with a node a column."""
    return tuple(plan(used, row, shown) for row, shown in used.reported("plans", employee))


def plan(used: Used, row: Row, shown: Row) -> Node:
    """One plan."""
    steps = used.facts("improvement_steps", plan=row["plan"])
    made = progress(used, shown, _CLAUSE, row["position"], steps)
    made |= {name: stated(name, shown, _CLAUSE, row["position"]) for name in ("plan", "by")}
    children = tuple(made[name] for name in shown if name != "employee")
    return Node("plans_row", clause=_CLAUSE, of={"plan": shown["plan"]}, children=children)
