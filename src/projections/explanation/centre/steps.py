"""S13.9, S13.14 How far a plan or a task has come: its due date, its steps, and whether it is late."""

from projections.calendar import day_text, minute_text
from projections.explanation.explained_rows import Row, Used
from projections.explanation.node import Node


def stated(name: str, shown: Row, clause: str, position: int) -> Node:
    """What a fact states of itself; what it leaves out is not there."""
    return Node(name, shown[name], clause=clause, facts=(position,))


def progress(used: Used, shown: Row, clause: str, set_by: int, steps: list[Row]) -> dict[str, Node]:
    """The due date, the status and whether it is late, by the name of the column.

    `set_by` is the position of the fact that set it, `steps` are those taken, in ledger order.
    """
    taken = tuple(
        Node("step", step["status"], clause=clause, of={"at": minute_text(step["minute"])}, facts=(step["position"],))
        for step in steps
    )
    due = Node("due_date", shown["due"], clause=clause, facts=(set_by,))
    status = Node("status", shown["status"], clause=clause, children=taken, nothing=not taken)
    late = Node("is_late", shown["late"], clause=clause, of=today(used), children=(due, status))
    return {"due": due, "status": status, "late": late}


def today(used: Used) -> dict[str, str]:
    """S13.1: the date of the latest recording in view."""
    return {"today": day_text(used.month.today)}
