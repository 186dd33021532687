"""S13.10 确保全部理解 An instruction to somebody: the fact that gave it, and the acknowledgement that counts."""

from projections.explanation.centre.steps import stated, today
from projections.explanation.explained_rows import Row, Used
from projections.explanation.node import Node, positions

_CLAUSE = "S13.10"


def acknowledgements(used: Used, employee: str) -> tuple[Node, ...]:
    """S13.10: a node a row of the report, with a node a column."""
    return tuple(_row(used, row, shown) for row, shown in used.reported("acknowledgements", employee))


def _row(used: Used, row: Row, shown: Row) -> Node:
    instruction = stated("instruction", shown, _CLAUSE, row["position"])
    due = Node("due_date", shown["due"], clause=_CLAUSE, facts=(row["position"],))
    found = positions(row["acknowledged"])
    given = Node("acknowledged_at", shown["acknowledged_at"], clause=_CLAUSE, facts=found, nothing=not found)
    late = Node("is_late", shown["late"], clause=_CLAUSE, of=today(used), children=(due, given))
    of = {"instruction": shown["instruction"]}
    return Node("acknowledgements_row", clause=_CLAUSE, of=of, children=(instruction, due, given, late))
