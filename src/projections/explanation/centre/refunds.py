"""S13.6 退费登记 Refunds: what somebody registered, each refund with what became of it."""

from projections.calendar import day_text
from projections.centre.refunds import registered
from projections.explanation.centre.columns import column
from projections.explanation.explained_rows import Row, Used
from projections.explanation.node import PERCENT, YUAN, Node, decimal_text, positions

_CLAUSE = "S13.6"


def refunds(used: Used, employee: str) -> tuple[Node, ...]:
    """S13.6: a node a row of the report, with a node a column."""
    used.hold("registered refunds", registered(used.month.tables, used.month.period))
    return tuple(_row(used, employee, shown) for _, shown in used.reported("refunds", employee))


def _row(used: Used, employee: str, shown: Row) -> Node:
    rows = sorted(used.rows("registered refunds", employee), key=lambda row: (row["day"], row["position"]))
    nodes = [(row, _refund(used, row)) for row in rows]
    everyone = [node for _, node in nodes]
    paid = [node for row, node in nodes if row["state"] == "paid"]
    children = (
        column("registered", shown["registered"], _CLAUSE, everyone),
        column("amount", shown["amount"], _CLAUSE, everyone, YUAN),
        column("paid", shown["paid"], _CLAUSE, paid),
        column("paid_amount", shown["paid_amount"], _CLAUSE, paid, YUAN),
        column("rejected", shown["rejected"], _CLAUSE, [node for row, node in nodes if row["state"] == "rejected"]),
        column("erroneous", shown["erroneous"], _CLAUSE, [node for row, node in nodes if row["erroneous"]]),
    )
    of_all = (children[-1], children[0])
    percent = column("error_percent", shown["error_percent"], _CLAUSE, of_all, PERCENT)
    return Node("refunds_row", clause=_CLAUSE, children=(*children, percent))


def _refund(used: Used, row: Row) -> Node:
    """A refund with its updates, and the errors that name it."""
    found = [each for table in ("refund_updates", "work_errors") for each in used.facts(table, refund=row["refund"])]
    of = {"refund": row["refund"], "date": day_text(row["day"]), "status": row["state"]}
    facts = positions(row["position"], *(each["position"] for each in found))
    return Node("refund", decimal_text(row["amount"]), YUAN, _CLAUSE, of, facts=facts)
