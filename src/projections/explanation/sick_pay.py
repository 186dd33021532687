"""S10.5b Sick pay: the share by years of service, and the floor of a day and of a month."""

from collections.abc import Collection
from typing import Any

from ledger.facts.figures import show_money
from projections.calendar import day_text
from projections.explanation.explained_rows import Row, Used
from projections.explanation.node import PERCENT, YUAN, Node, positions
from projections.explanation.wages import salary_days


def ruled(used: Used) -> dict[str, Any]:
    """The parameters of S10.5b, where the rule set has any."""
    tiers = used.parameter("sick_pay_tiers") if used.rules.sick_pay_tiers is not None else {}
    return tiers | (used.parameter("sick_pay_floor") if used.rules.sick_pay_floor is not None else {})


def shares(used: Used, employee: str, days: Collection[int]) -> tuple[Node, ...]:
    """S10.5b: what some sick dates pay of a day's pay, by the years of service that it follows from."""
    if used.rules.sick_pay_tiers is None:
        return ()
    rows = [row for row in used.rows("sick_shares", employee) if row["day"] in days]
    found = {(row["percent"], row["years"], row["served_from"], row["served_by"]) for row in rows}
    return tuple(
        Node(
            "sick_share",
            percent,
            PERCENT,
            "S10.5b",
            {"years": years, "from": day_text(since)},
            used.parameter("sick_pay_tiers"),
            positions(by),
        )
        for percent, years, since, by in sorted(found, key=lambda each: (each[1], each[2]))
    )


def within_month(used: Used, row: Row, parts: tuple[Node, ...]) -> tuple[Node, ...]:
    """S10.5b: where the floor of the month cut sick leave, what it was before, and what is above the floor."""
    if row["due"] == row["uncut"]:
        return parts
    uncut = Node("deduction_due", show_money(row["uncut"]), YUAN, "S10.5", children=parts)
    floor = used.parameter("sick_pay_floor")
    stretches = salary_days(used, row["employee"])
    most = Node("above_sick_pay_floor", show_money(row["most"]), YUAN, "S10.5b", {}, floor, (), stretches)
    return (uncut, most)
