"""What moves between two ways to see a period: figure by figure, line by line, and in all."""

from typing import Any

from pydantic import Field

from api.operations.answer import Answer


class MovedFigure(Answer):
    """A figure of somebody that moves; null where a side does not have it."""

    employee: str
    figure: str
    clause: str = Field(description="Of a line of pay, the clause that it comes from; else empty.")
    before: str | int | None
    after: str | int | None
    difference: str | int | None = Field(description="In yuan or minutes; null of a rank and of a total score.")


class MovedLine(Answer):
    """A line of pay that moves, of everyone together: the item and its clause, and of how many people."""

    figure: str
    clause: str
    before: str
    after: str
    difference: str
    people: int


class ComparedRow(Answer):
    """A row of `leave_balances` or `compliance` that appears, vanishes or changes; null where a side lacks it."""

    report: str
    employee: str
    row: str = Field(description="What tells it from the employee's other rows: a leave type; a rule and a first day.")
    before: dict[str, Any] | None = Field(description="The row as the report tells it.")
    after: dict[str, Any] | None


class Movement(Answer):
    """Whose figures move and by how much, in yuan; `before` and `after` are everyone's pay together."""

    before: str
    after: str
    cost: str
    winners: int
    losers: int
    lines: list[MovedLine]
    moved: list[MovedFigure]
    rows: list[ComparedRow]
