"""S10 What explains each line of pay, by its name, and what the line comes to."""

from collections.abc import Callable

from projections.explanation.explained_rows import Row, Used
from projections.explanation.node import Node

NOTHING = "0.00"

LineExplained = Callable[[Used, str, str], Node]
"""Of somebody, and of a type or number of the line."""
LINES: dict[str, LineExplained] = {}
"""By the name of the line of pay; each function says by `explains` which it explains."""


def explains(name: str) -> Callable[[LineExplained], LineExplained]:
    """Marks what explains the line of that name."""

    def enter(explained: LineExplained) -> LineExplained:
        LINES[name] = explained
        return explained

    return enter


def line(used: Used, employee: str, item: str) -> Node:
    """One line of pay, also where it is 0.00 and so left out of the report."""
    name, _, kind = item.partition(":")
    made: Node = used.once(f"line {item}", employee, lambda: LINES[name](used, employee, kind))
    return made


def shown_line(used: Used, employee: str, item: str) -> Row | None:
    """The line as the report shows it; None where it is 0.00 and left out."""
    rows = used.reported("payroll", employee)
    return next((each for _, shown in rows for each in shown["lines"] if each["item"] == item), None)


def amount_of(used: Used, employee: str, item: str) -> str:
    """What a line comes to, in yuan."""
    shown = shown_line(used, employee, item)
    return str(shown["amount"]) if shown else NOTHING
