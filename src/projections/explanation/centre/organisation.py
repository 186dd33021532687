"""S13.13 人员架构 Somebody's place in the organisation: the facts that say so."""

from collections.abc import Callable, Mapping

from projections.calendar import day_text
from projections.centre.organisation import EMPLOYED, LEFT, NOTICE, PROBATION, reporting_lines
from projections.explanation.explained_rows import Row, Used
from projections.explanation.node import Node, positions
from projections.explanation.people import hired, leaving, notice, probation

_CLAUSE = "S13.13"
_HELD = ("role", "team", "channel")


def organisation(used: Used, employee: str) -> tuple[Node, ...]:
    """S13.13: a node for the row of the report, with a node a column."""
    return tuple(_row(used, row, shown) for row, shown in used.reported("organisation", employee))


def _row(used: Used, row: Row, shown: Row) -> Node:
    used.hold("reporting lines", reporting_lines(used.month.tables))
    made = {name: _held(used, "postings" if name in _HELD else "reporting lines", name, row) for name in _STATED}
    made["status"] = Node(
        "status", shown["status"], clause=_CLAUSE, children=(_BEHIND[row["status"]](used, row["employee"]),)
    )
    children = tuple(made[name] for name in shown if name != "employee")
    return Node("organisation_row", clause=_CLAUSE, of={"date": day_text(row["status_day"])}, children=children)


_STATED = (*_HELD, "reports_to", "project")
_BEHIND: Mapping[str, Callable[[Used, str], Node]] = {
    LEFT: leaving,
    NOTICE: notice,
    PROBATION: probation,
    EMPLOYED: hired,
}


def _held(used: Used, table: str, name: str, row: Row) -> Node:
    """What is held on the last day employed within the period, by the fact that gave it."""
    held = used.rows(table, row["employee"])
    then = [each for each in held if each["from_day"] <= row["status_day"] <= each["until_day"]]
    facts = positions(*(each[f"{name}_by"] for each in then))
    return Node(name, row[name], clause="S1.2" if name in _HELD else _CLAUSE, facts=facts, nothing=not facts)
