"""S3.9 What a surplus repays and earns, and the deficit that is carried from period to period."""

from collections.abc import Iterator

from projections.explanation.adjustments import lieu_adjusted
from projections.explanation.explained_rows import Used
from projections.explanation.node import MINUTES, Node, made_of
from projections.explanation.worked_hours import Figures, worked


def carried(used: Used, employee: str) -> Figures:
    """`deficit_opening`, `repaid`, `lieu_earned`, `lieu_adjusted`, `deficit_overdue`, `deficit_closing`, by name."""
    made: Figures = used.once("carried", employee, lambda: _carried(used, employee))
    return made


def _carried(used: Used, employee: str) -> Figures:
    found = used.reported("hours", employee)
    if not found:
        return {}
    ((row, shown),) = found
    figures = worked(used, employee)
    difference = figures["difference"]
    opening = made_of("deficit_opening", row["deficit"], "S3.9", tuple(_older(used, employee, row["deficit"])))
    repaid = Node("repaid", row["repaid"], MINUTES, "S3.9", children=(opening, difference))
    adjusted = lieu_adjusted(used, employee, shown)
    moved = (adjusted,) if row["adjusted_repaid"] else ()
    overdue = Node("deficit_overdue", shown["deficit_overdue"], MINUTES, "S3.9", children=(opening, repaid, *moved))
    owed = (adjusted,) if row["adjusted_repaid"] or row["lost"] else ()
    parts = (overdue, difference, figures["offset"], *owed)
    return {
        "deficit_opening": opening,
        "repaid": repaid,
        "lieu_earned": Node("lieu_earned", shown["lieu_earned"], MINUTES, "S3.9", children=(difference, repaid)),
        "lieu_adjusted": adjusted,
        "deficit_overdue": overdue,
        "deficit_closing": Node("deficit_closing", shown["deficit_closing"], MINUTES, "S3.9", children=parts),
    }


def _older(used: Used, employee: str, deficit: int) -> Iterator[Node]:
    """The periods that left a deficit, the latest first, back to one without, or to what was brought along (S2.1a)."""
    for number in range(used.month.period.number - 1, used.month.past.first_period - 1, -1):
        past = used.past(number)
        row = past.row("hours", employee) if past is not None else None
        if not deficit or past is None or row is None:
            continue
        figures = worked(past, employee)
        children = (figures["difference"], figures["offset"])
        yield Node(
            "deficit_closing", row["deficit_closing"], MINUTES, "S3.9", {"period": past.period}, children=children
        )
        deficit = row["deficit"]
    for opening in used.rows("openings", employee) if deficit else []:
        yield Node("brought_deficit", opening["deficit"], MINUTES, "S2.1a", facts=(opening["position"],))
