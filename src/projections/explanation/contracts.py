"""S3.7a The contracts that somebody is under in a period."""

from collections.abc import Iterable

from projections.calendar import day_text
from projections.explanation.explained_rows import Row, Used
from projections.explanation.node import MINUTES, Node


def contracts(used: Used, employee: str) -> tuple[Node, ...]:
    """S3.7a: each contract in force on an employed day of the period; none of days without one."""
    return _nodes(sorted(used.rows("employed_contracts", employee), key=lambda row: int(row["from_day"])), "S3.7a")


def contract_on(used: Used, employee: str, day: int, clause: str = "S3.7a") -> tuple[Node, ...]:
    """S3.7a: the contract in force on a date; none where there is none."""
    found = [row for row in used.rows("contracts", employee) if row["from_day"] <= day <= row["until_day"]]
    return _nodes(found, clause)


def contracts_ever(used: Used, employee: str) -> tuple[Node, ...]:
    """S3.7a: every contract that holds on some day."""
    return _nodes(sorted(used.rows("contracts", employee), key=lambda row: int(row["from_day"])), "S3.7a")


def hourly(used: Used, employee: str) -> tuple[Node, ...]:
    """S3.9a: the hourly contract in force on the last day employed in the period; none under other pay."""
    row = used.row("hours", employee)
    member = used.row("members", employee)
    return contract_on(used, employee, member["last_day"], "S3.9a") if row and member and row["hourly"] else ()


def _nodes(rows: Iterable[Row], clause: str) -> tuple[Node, ...]:
    return tuple(
        Node(
            "contract",
            row["day_minutes"],
            MINUTES,
            clause,
            {"from": day_text(row["from_day"]), "pay": row["pay"]},
            facts=(row["contract"],),
        )
        for row in rows
        if row["contract"] is not None
    )
