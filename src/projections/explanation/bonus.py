"""S7.3 … S7.7 月度奖金 The monthly bonus: the row of the table, the rank, the total; or the clause that takes it."""

from ledger.ruleset import LeadBonus
from projections.bonus import NO_BONUS, bonus_table
from projections.explanation.exclusions import excluded
from projections.explanation.explained_rows import Row, Used
from projections.explanation.node import YUAN, Node, no
from projections.explanation.people import posted
from projections.explanation.ranking import belonging
from projections.explanation.ranking import figures as ranking_of
from projections.explanation.tiers import Reading, places, tiers


def bonus(used: Used, employee: str) -> tuple[Node, ...]:
    """S7.3: a node a row of the report, with a node a column."""
    return tuple(
        Node("bonus_row", clause="S7.3", children=tuple(figures(used, employee)[name] for name in list(shown)[1:]))
        for _, shown in used.reported("bonus", employee)
    )


def figures(used: Used, employee: str) -> dict[str, Node]:
    """Every figure of the employee's row, by name; none where there is no row."""
    made: dict[str, Node] = used.once("bonus", employee, lambda: _made(used, employee))
    return made


def _made(used: Used, employee: str) -> dict[str, Node]:
    found = used.reported("bonus", employee)
    if not found:
        return {}
    ((row, shown),) = found
    ranking = ranking_of(used, employee)
    reasons = tuple(excluded(used, employee, clause) for clause in shown["excluded_by"])
    amount = Node("amount", shown["amount"], YUAN, row["clause"], children=_read(used, row, ranking, reasons))
    listed = Node(
        "excluded_by",
        tuple(shown["excluded_by"]),
        clause="S7.6",
        children=reasons or (no("not_excluded", "S7.6", None, **used.parameter("absence_limit")),),
    )
    return {name: ranking[name] for name in ("pool", "rank", "of")} | {"amount": amount, "excluded_by": listed}


def _read(used: Used, row: Row, ranking: dict[str, Node], reasons: tuple[Node, ...]) -> tuple[Node, ...]:
    """S7.3, S7.4: what the table makes of total and rank; S7.5: not every role has one."""
    if row["clause"] == NO_BONUS:
        return (no("no_bonus_for_role", NO_BONUS, {"role": row["role"]}), posted(used, row["employee"], "role"))
    if reasons:
        return (*reasons, ranking["rank"])
    held = (ranking["rank"], ranking["total"], ranking["of"])
    table = bonus_table(used.rules, row["pool"], row["role"])
    reading = Reading(table.parameter, table.clause, row["tier"], held, table.pool)
    if isinstance(table.table, LeadBonus):
        return places(used.in_force, reading, table.table)
    return tiers(used.in_force, reading, table.table)


def monthly_bonus(used: Used, employee: str) -> Node:
    """S7.3 … S7.7: the amount, also where it is 0."""
    found = figures(used, employee)
    if found:
        amount = found["amount"]
        return Node("monthly_bonus", amount.value, YUAN, amount.clause, children=amount.children)
    children = (no("not_in_a_pool", "S7.1", None, **used.parameter("pools")), *belonging(used, employee))
    return Node("monthly_bonus", "0.00", YUAN, NO_BONUS, children=children)
