"""S4 Leave and absence, each with the request, the decisions and the roster behind it."""

from collections.abc import Iterable

from projections.calendar import day_text
from projections.explanation.explained_rows import Row, Used
from projections.explanation.node import MINUTES, Node, no, positions
from projections.explanation.standard_minutes import of_date
from projections.leave import ABSENTEEISM


def absences(used: Used, employee: str, types: Iterable[str] | None = None) -> tuple[Node, ...]:
    """S4.3, S4.4: the employee's absences of the period, of some types or of all, by date."""
    wanted = None if types is None else set(types)
    rows = sorted(used.rows("absences", employee), key=lambda row: (row["day"], row["request"] or 0))
    return tuple(absence(used, row) for row in rows if wanted is None or row["type"] in wanted)


def absence(used: Used, row: Row) -> Node:
    """One absence: its minutes, and its milli-days beside them; without a roster, how many the date has (S4.1a)."""
    of = {"type": row["type"], "date": day_text(row["day"]), "milli_days": row["milli_days"]}
    if row["type"] == ABSENTEEISM:
        behind = (no_punch(used, row["employee"], row["day"]), *not_approved(used, row))
        return Node("absence", row["minutes"], MINUTES, "S4.3", of, facts=roster_facts(used, row), children=behind)
    effect = used.parameter("leave_types", row["type"])
    unrostered = not used.rows("shifts", row["employee"], day=row["day"])
    children = (of_date(used, row["employee"], row["day"]),) if unrostered else ()
    of |= {"pay_minutes": row["pay_minutes"]} if unrostered else {}
    return Node("absence", row["minutes"], MINUTES, "S4.4", of, effect, leave_facts(used, row["request"]), children)


def leave_facts(used: Used, request: int) -> tuple[int, ...]:
    """S4.1: a leave and its decisions."""
    leaves = used.facts("leaves", position=request)
    decisions = [row["position"] for leave in leaves for row in used.facts("leave_decisions", leave=leave["leave"])]
    return positions(request, *decisions)


def roster_facts(used: Used, row: Row) -> tuple[int, ...]:
    """S3.2: the roster's entry for a date."""
    return positions(*(shift["entry"] for shift in used.rows("shifts", row["employee"], day=row["day"])))


def no_punch(used: Used, employee: str, day: int) -> Node:
    """S4.3: that no punch belongs to the shift."""
    return no("no_punch", "S4.3", {"date": day_text(day)}, **used.parameter("window_minutes"))


def not_approved(used: Used, row: Row) -> tuple[Node, ...]:
    """S4.3: leave that was asked for and not approved."""
    approved = {taken["request"] for taken in used.rows("absences", row["employee"], day=row["day"])}
    asked = [
        leave
        for leave in used.facts("leaves", employee=row["employee"])
        if leave["first_day"] <= row["day"] <= leave["last_day"] and leave["position"] not in approved
    ]
    return tuple(
        Node(
            "leave_not_counted",
            clause="S4.1",
            of={"type": leave["type"]},
            facts=leave_facts(used, leave["position"]),
        )
        for leave in asked
    )
