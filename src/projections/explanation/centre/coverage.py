"""S13.3 坐席 Seats: what a team needs from one time to another, and each shift that holds all of it."""

from projections.calendar import day_text
from projections.centre.coverage import holding, needed
from projections.explanation.absence import leave_facts
from projections.explanation.centre.columns import column
from projections.explanation.explained_rows import Row, Used, matching
from projections.explanation.node import Node, positions

_CLAUSE = "S13.3"


def coverage(used: Used, rows: list[tuple[Row, Row]]) -> tuple[Node, ...]:
    """S13.3: a node a row of the report, with a node a column."""
    month = used.month
    held = used.hold("holding shifts", holding(month, needed(month.tables, month.period))) if rows else None
    return tuple(
        _row(used, row, shown, [] if held is None else matching(held, position=row["position"])) for row, shown in rows
    )


def _row(used: Used, row: Row, shown: Row, shifts: list[Row]) -> Node:
    nodes = [(shift, _shift(used, shift)) for shift in sorted(shifts, key=_place)]
    need = Node("needed", shown["needed"], None, _CLAUSE, facts=(row["position"],))
    rostered = column("rostered", shown["rostered"], _CLAUSE, (node for shift, node in nodes if shift["rostered"]))
    on_leave = column("on_leave", shown["on_leave"], _CLAUSE, (node for shift, node in nodes if shift["on_leave"]))
    which = "attending" if shown["present"] is not None else "planned"
    present = column("present", shown["present"], _CLAUSE, (node for shift, node in nodes if shift[which]))
    gap = column("gap", shown["gap"], _CLAUSE, (need, rostered if shown["present"] is None else present))
    of = {name: shown[name] for name in ("team", "date", "from", "until")}
    return Node("coverage_row", clause=_CLAUSE, of=of, children=(need, rostered, on_leave, present, gap))


def _place(shift: Row) -> tuple[str, int]:
    return (shift["employee"], shift["day"])


def _shift(used: Used, shift: Row) -> Node:
    """A shift: the roster's entry, who held which role in which team, the punches taken, and the leave."""
    employee, day = shift["employee"], shift["day"]
    postings = [each for each in used.rows("postings", employee) if each["from_day"] <= day <= each["until_day"]]
    taken = [
        each["position"]
        for each in used.facts("clocks", employee=employee)
        if each["instant"] in (shift["in_instant"], shift["out_instant"])
    ]
    leaves = [
        position
        for each in used.facts("leaves", employee=employee)
        if shift["covered"] and each["first_day"] <= day <= each["last_day"]
        for position in leave_facts(used, each["position"])
    ]
    held = [each[name] for each in postings for name in ("role_by", "team_by")]
    of = {"employee": employee, "date": day_text(day), "status": shift["status"]}
    facts = positions(shift["entry"], *held, *taken, *leaves)
    return Node("shift", shift["shift"], None, _CLAUSE, of, used.parameter("shifts", shift["shift"]), facts)
