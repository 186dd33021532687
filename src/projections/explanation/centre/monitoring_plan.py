"""S13.8 The monitorings of a week, and the quota that asks for them."""

from projections.calendar import week_number
from projections.explanation.attendance import worked_shift
from projections.explanation.centre.conduct import by_date
from projections.explanation.centre.counts import count, told
from projections.explanation.explained_rows import Row, Used
from projections.explanation.node import Node
from projections.explanation.people import posted

_CLAUSE = "S13.8"


def monitoring_plan(used: Used, employee: str) -> tuple[Node, ...]:
    """S13.8: a node a row of the report, with a node a column."""
    return tuple(
        Node("monitoring_plan_row", clause=_CLAUSE, of={"week": shown["week"]}, children=_figures(used, row, shown))
        for row, shown in used.reported("monitoring_plan", employee)
    )


def _figures(used: Used, row: Row, shown: Row) -> tuple[Node, ...]:
    employee, week = row["employee"], row["week"]
    monitorings = tuple(
        told("monitoring", "S6.1", each, evaluator=each["evaluator"])
        for each in by_date(used.rows("monitored in weeks", employee, week=week))
    )
    done = count("done", shown["done"], _CLAUSE, monitorings)
    due = count("due", shown["due"], _CLAUSE, _quota(used, employee, week))
    return (done, due, Node("missing", shown["missing"], clause=_CLAUSE, children=(due, done)))


def _quota(used: Used, employee: str, week: int) -> tuple[Node, ...]:
    """The quota in force, by role and channel (S2.4), and the first attended shift of the week."""
    found = used.row("monitoring due", employee, week=week)
    if found is None:
        return ()
    quota = Node("monitoring_quota", found["per_week"], clause=_CLAUSE, facts=(found["quota"],))
    shifts = by_date(used.rows("shifts", employee, status="attended"))
    first = next(shift for shift in shifts if week_number(shift["day"]) == week)
    return (quota, posted(used, employee, "role"), posted(used, employee, "channel"), worked_shift(used, first))
