"""S3.9 What a surplus repays and earns, and the deficit that is carried from period to period."""

from collections.abc import Iterator

from projections.bank import OF_NONE
from projections.calendar import period_text
from projections.explanation.adjustments import lieu_adjusted
from projections.explanation.contracts import hourly
from projections.explanation.explained_rows import Row, Used
from projections.explanation.node import MINUTES, Node, made_of, positions
from projections.explanation.worked_hours import Figures, worked
from projections.settlement import PAID


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
    difference, by_the_hour = figures["difference"], hourly(used, employee)
    opening = made_of("deficit_opening", row["deficit"], "S3.9", tuple(_older(used, employee, row["deficit"])))
    repaid = Node("repaid", row["repaid"], MINUTES, "S3.9", children=(opening, difference, *by_the_hour))
    adjusted = lieu_adjusted(used, employee, shown)
    moved = (adjusted,) if row["adjusted_repaid"] else ()
    deducted = _deducted(used, row)
    late = (opening, repaid, *moved, *_overdue(used, employee), *deducted)
    aged = used.parameter("deficit_periods")
    overdue = Node("deficit_overdue", shown["deficit_overdue"], MINUTES, "S3.9", {}, aged, (), late)
    changed = (adjusted,) if row["adjusted_repaid"] or row["lost"] else ()
    parts = (overdue, difference, figures["offset"], *changed, *deducted)
    return {
        "deficit_opening": opening,
        "repaid": repaid,
        "lieu_earned": _earned(used, row, shown, (difference, repaid)),
        "lieu_adjusted": adjusted,
        "deficit_overdue": overdue,
        "deficit_closing": Node("deficit_closing", shown["deficit_closing"], MINUTES, "S3.9", children=parts),
    }


def _earned(used: Used, row: Row, shown: Row, parts: tuple[Node, ...]) -> Node:
    """S3.9, S3.9a: the lot of the period; where a surplus is paid there is none, and what is paid instead."""
    if used.rules.surplus != PAID:
        return Node("lieu_earned", shown["lieu_earned"], MINUTES, "S3.9", children=parts)
    paid = Node("surplus_minutes", row["surplus_minutes"], MINUTES, "S3.9a", children=parts)
    return Node("lieu_earned", shown["lieu_earned"], MINUTES, "S3.9a", {}, used.parameter("surplus"), (), (paid,))


def _deducted(used: Used, row: Row) -> tuple[Node, ...]:
    """S3.10c: the deficit that is deducted from pay."""
    minutes, ruled = row["deficit_settlement_minutes"], used.parameter("deficit_settlement")
    return (Node("deficit_settlement_minutes", minutes, MINUTES, "S3.10c", {}, ruled),) if minutes else ()


def owed(used: Used, employee: str) -> tuple[Node, ...]:
    """S3.9: what is left of each deficit, the oldest first, by the period that it is of; before what is deducted."""
    return tuple(_owed(used, row) for row in _left(used, employee))


def _left(used: Used, employee: str) -> list[Row]:
    made_up = used.month.bank.made_up
    if made_up is None:
        return []
    used.hold("made_up", made_up)
    rows = sorted(used.rows("made_up", employee), key=lambda row: int(row["owed_in"]))
    return [row for row in rows if row["deficit"] > row["repaid"]]


def _overdue(used: Used, employee: str) -> tuple[Node, ...]:
    """S3.9: of what is left of each deficit, what is old enough."""
    newest = used.month.period.number - used.rules.deficit_periods
    return tuple(_owed(used, row) for row in _left(used, employee) if row["owed_in"] <= newest)


def _owed(used: Used, row: Row) -> Node:
    minutes, aged = row["deficit"] - row["repaid"], used.parameter("deficit_periods")
    if row["owed_in"] == OF_NONE:
        openings = positions(*(opening["position"] for opening in used.rows("openings", row["employee"])))
        return Node("deficit_left", minutes, MINUTES, "S2.1a", {}, aged, openings)
    return Node("deficit_left", minutes, MINUTES, "S3.9", {"period": period_text(row["owed_in"])}, aged)


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
