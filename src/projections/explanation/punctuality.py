"""S3.6a How often and how long somebody was late or early: the shifts that count, and those that are forgiven."""

from collections.abc import Callable

from projections.explanation.attendance import worked_shift
from projections.explanation.explained_rows import Row, Used
from projections.explanation.node import MINUTES, Node

_COUNTED: dict[str, Callable[[Row], bool]] = {
    "late": lambda row: row["unpunctual"] and row["late_counted"] > 0,
    "early": lambda row: row["unpunctual"] and row["early"] > 0,
    "forgiven": lambda row: row["forgiven"],
}


def punctuality(used: Used, employee: str) -> tuple[Node, ...]:
    """S3.6a: a node a row of the report, with a node a column."""
    return tuple(
        Node("punctuality_row", clause="S3.6a", children=tuple(_figure(used, employee, *each) for each in figures))
        for figures in (list(shown.items())[1:] for _, shown in used.reported("punctuality", employee))
    )


def _figure(used: Used, employee: str, name: str, value: int) -> Node:
    what, _, measure = name.partition("_")
    shifts = _shifts(used, employee, what)
    ruled = used.parameter("late_grace_minutes") | used.parameter("late_grace_times") if what != "early" else {}
    unit = MINUTES if measure == MINUTES else None
    return Node(name, value, unit, "S3.6a", {}, ruled, (), shifts, nothing=not shifts)


def _shifts(used: Used, employee: str, what: str) -> tuple[Node, ...]:
    """The shifts that a column counts, by date."""
    rows = sorted(used.rows("shifts", employee), key=lambda row: int(row["day"]))
    made: tuple[Node, ...] = used.once(
        f"{what} shifts", employee, lambda: tuple(worked_shift(used, row) for row in rows if _COUNTED[what](row))
    )
    return made
