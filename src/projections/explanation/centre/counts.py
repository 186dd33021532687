"""S13 A count of a report of the centre, and what was counted."""

from typing import Any

from projections.calendar import day_text
from projections.explanation.explained_rows import Row
from projections.explanation.node import Node, Value


def count(term: str, value: Value, clause: str, counted: tuple[Node, ...], **parameters: Any) -> Node:
    """A count and what it counts; 0 rests on there being nothing to count."""
    return Node(term, value, clause=clause, parameters=parameters, children=counted, nothing=not counted)


def told(term: str, clause: str, row: Row, **of: Value) -> Node:
    """A fact that is counted, by its date; `row` has day and position."""
    return Node(term, clause=clause, of={"date": day_text(row["day"])} | of, facts=(row["position"],))
