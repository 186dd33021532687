"""S13.7 疑难投诉跟踪 Complaints: how far each has come, by its own fact and its updates."""

from projections.explanation.centre.columns import column
from projections.explanation.centre.promises import until_now
from projections.explanation.explained_rows import Row, Used
from projections.explanation.node import Node
from projections.scores import VERDICTS

_CLAUSE = "S13.7"
_TERMS = {"late": "is_late"}


def complaints(used: Used, rows: list[tuple[Row, Row]]) -> tuple[Node, ...]:
    """S13.7: a node a row of the report, with a node a column."""
    return tuple(_row(used, row, shown) for row, shown in rows)


def _row(used: Used, row: Row, shown: Row) -> Node:
    opened = Node("complaint", shown["complaint"], None, _CLAUSE, {"date": shown["date"]}, facts=(row["position"],))
    updates = used.facts("complaint_updates", complaint=row["complaint"])
    steps = [Node("complaint_update", each["status"], None, _CLAUSE, facts=(each["position"],)) for each in updates]
    named = [step for each, step in zip(updates, steps, strict=True) if each["employee"] is not None]
    escalated = [step for step in steps if step.value == "escalated"]
    verdicts = [step for step in steps if step.value in VERDICTS]
    parts = {
        "employee": (opened, *named),
        "date": (opened,),
        "severity": (opened,),
        "status": (opened, *(verdicts or steps)),
        "received_at": (opened,),
        "escalated_at": escalated,
        "decided_at": verdicts,
        "late": (opened, *(verdicts or [until_now(used)])),
    }
    children = tuple(column(_TERMS.get(name, name), shown[name], _CLAUSE, nodes) for name, nodes in parts.items())
    return Node("complaints_row", clause=_CLAUSE, of={"complaint": shown["complaint"]}, children=children)
