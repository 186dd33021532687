"""S13.4 The seat facts of a shift, and what each login adds within In and Out."""

from projections.calendar import minute_text
from projections.centre.adherence import ORDER
from projections.explanation.attendance import chosen, shift_of
from projections.explanation.centre.counts import count
from projections.explanation.explained_rows import Row, Used
from projections.explanation.node import MINUTES, Node, no

_CLAUSE = "S13.4"


def adherence(used: Used, employee: str, day: int | None = None) -> tuple[Node, ...]:
    """S13.4: a node a row of the report, with a node a column."""
    return tuple(
        Node("adherence_row", clause=_CLAUSE, of={"date": shown["date"]}, children=_figures(used, row, shown))
        for row, shown in used.reported("adherence", employee)
        if day is None or row["day"] == day
    )


def _figures(used: Used, row: Row, shown: Row) -> tuple[Node, ...]:
    (shift,) = used.rows("shifts", row["employee"], day=row["day"])
    facts = sorted(
        used.rows("seated", row["employee"], day=row["day"]), key=lambda fact: [fact[name] for name in ORDER]
    )
    nodes = {fact["position"]: _seat_fact(used, fact) for fact in facts}
    logins = tuple(nodes[fact["position"]] for fact in facts if fact["is_login"])
    logouts = tuple(nodes[fact["position"]] for fact in facts if not fact["is_login"])
    left_open = tuple(nodes[fact["position"]] for fact in facts if fact["missing_logout"])
    ends = tuple(
        Node(side, minute_text(shift[f"{side}_minute"]), clause="S3.5", children=chosen(used, shift, side))
        for side in ("in", "out")
    )
    none = (no("no_seat_fact", _CLAUSE, {"date": shown["date"]}, **used.parameter("window_minutes")),)
    logged = Node("logged_minutes", shown["logged_minutes"], MINUTES, _CLAUSE, children=(*nodes.values(), *ends))
    gap = Node("gap_minutes", shown["gap_minutes"], MINUTES, _CLAUSE, children=(*ends, logged))
    return (
        shift_of(used, shift),
        Node("first_login", shown["first_login"], clause=_CLAUSE, children=logins[:1] or none),
        Node("last_logout", shown["last_logout"], clause=_CLAUSE, children=logouts[-1:] or none),
        logged,
        gap,
        count("logins", shown["logins"], _CLAUSE, logins),
        count("missing_logout", shown["missing_logout"], _CLAUSE, left_open),
    )


def _seat_fact(used: Used, fact: Row) -> Node:
    at = minute_text(used.month.tables.journal.site.clock.local(fact["instant"]))
    of = {"logged": fact["minutes"]} if fact["is_login"] else {}
    return Node(fact["action"], at, clause="S3.4", of=of, facts=(fact["position"],))
