"""S13.11 What each count of somebody's work counts."""

from projections.centre.quality_work import COUNTS
from projections.explanation.centre.conduct import by_date
from projections.explanation.centre.counts import count, told
from projections.explanation.explained_rows import Row, Used, matching
from projections.explanation.node import Node

_CLAUSE = "S13.11"
_FACTS = {
    "test_calls": "test_call",
    "faults": "test_call",
    "reply_reviews": "reply_review",
    "not_passed": "reply_review",
    "monitorings": "monitoring",
    "reminders": "reminder",
    "plans": "improvement_plan",
}


def quality_work(used: Used, by: str) -> tuple[Node, ...]:
    """S13.11: a node a row of the report, with a node a column."""
    return tuple(
        Node("quality_work_row", clause=_CLAUSE, children=tuple(_count(used, by, name, shown) for name in COUNTS))
        for _, shown in used.reported("quality_work", by)
    )


def _count(used: Used, by: str, name: str, shown: Row) -> Node:
    rows = matching(used.table(f"work {name}"), by=by)
    return count(name, shown[name], _CLAUSE, tuple(told(_FACTS[name], _CLAUSE, row) for row in by_date(rows)))
