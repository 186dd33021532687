"""S10.9 实发核对 Payments: the lines of pay that the books have, and the facts of what was paid."""

from ledger.facts.figures import show_money
from projections.centre.payments import paid
from projections.explanation.explained_rows import Row, Used
from projections.explanation.node import YUAN, Node, made_of
from projections.explanation.pay import line, total

_CLAUSE = "S10.9"


def payments(used: Used, employee: str) -> tuple[Node, ...]:
    """S10.9: a node for the row of the report, with a node a column."""
    return tuple(_row(used, employee, shown) for _, shown in used.reported("payments", employee))


def _row(used: Used, employee: str, shown: Row) -> Node:
    booked = used.booked(used.month.period.number)
    used.hold("paid", paid(used.month))
    found = sorted(used.rows("paid", employee), key=lambda row: int(row["position"]))
    facts = {
        row["item"]: Node(
            "payment", show_money(row["amount"]), YUAN, _CLAUSE, {"item": row["item"]}, {}, (row["position"],)
        )
        for row in found
    }
    has_pay = bool(booked.reported("payroll", employee))
    lines = {each["item"]: line(booked, employee, each["item"]) for each in _lines(booked, employee)}
    pay = (total(booked, employee, tuple(lines.values())),) if has_pay else ()
    ledger = made_of("ledger", shown["ledger"], "S10", pay, YUAN)
    paid_in_all = made_of("really_paid", shown["paid"], _CLAUSE, tuple(facts.values()), YUAN)
    differing = tuple(
        Node(
            "payment_item",
            each["item"],
            clause=_CLAUSE,
            of={"ledger": each["ledger"], "paid": each["paid"]},
            children=tuple(held[each["item"]] for held in (lines, facts) if each["item"] in held),
        )
        for each in shown["items"]
    )
    items = Node(
        "items",
        tuple(each["item"] for each in shown["items"]),
        clause=_CLAUSE,
        children=differing,
        nothing=not differing,
    )
    difference = Node("pay_difference", shown["difference"], YUAN, _CLAUSE, children=(ledger, paid_in_all))
    return Node("payments_row", clause=_CLAUSE, children=(ledger, paid_in_all, difference, items))


def _lines(booked: Used, employee: str) -> list[Row]:
    return [each for _, row in booked.reported("payroll", employee) for each in row["lines"]]
