"""S10.1a What a day is paid by: the monthly amount, with the star pay that raises it, or the rate an hour."""

from ledger.facts.figures import show_money
from projections.calendar import day_text
from projections.contracts import HOURLY, MONTHLY
from projections.explanation.contracts import contract_on
from projections.explanation.explained_rows import Row, Used
from projections.explanation.node import DAYS, YUAN, Node, decimal_text, no, positions
from projections.explanation.stars import star


def monthly(row: Row) -> Node:
    """S10.1: the monthly amount in force."""
    if row["salary"] is None:
        return no("no_salary", "S10.1")
    return Node("monthly_salary", show_money(row["monthly"]), YUAN, "S10.1", facts=(row["salary"],))


def hourly_rate(row: Row) -> Node:
    """S10.1a: the rate an hour in force."""
    return Node("hourly_rate", decimal_text(row["rate"]), YUAN, "S10.1a", facts=positions(row["contract"]))


def wage(used: Used, row: Row, day: int) -> tuple[Node, ...]:
    """S10.1a, S10.8: what the minutes of a date are worth; `row` has the columns of `pay_terms.with_wage`."""
    contract = contract_on(used, row["employee"], day)
    if row["pay"] == HOURLY:
        return (hourly_rate(row), *contract)
    if row["pay"] != MONTHLY:
        return contract
    raised = (star(used, row["employee"]),) if row["star"] else ()
    return (monthly(row), *raised, *contract)


def salary_days(used: Used, employee: str) -> tuple[Node, ...]:
    """S10.1: the employed days of the period, by the monthly amount in force."""
    stretches = sorted(used.rows("held", employee), key=lambda row: int(row["from_day"]))
    return tuple(
        Node(
            "salary_days",
            row["days"],
            DAYS,
            "S10.1",
            {"from": day_text(row["from_day"]), "until": day_text(row["until_day"])},
            children=(monthly(row), *contract_on(used, employee, row["from_day"])),
        )
        for row in stretches
    )
