"""S10.6, S11.4 Adjustments: what was paid or kept of a closed period, beside what its replay gives."""

from collections.abc import Callable, Iterator

import polars as pl

from ledger.facts.figures import show_money
from projections.books import Books
from projections.books.frozen_period import ADJUSTMENT, FrozenPeriod
from projections.calendar import period_number, period_text
from projections.explanation.explained_rows import Row, Used
from projections.explanation.node import MINUTES, YUAN, Node, Value
from projections.explanation.worked_hours import worked

Line = Callable[[Used, str, str], Node]
"""Explains a line of someone's pay."""


def adjustment(used: Used, employee: str, shown: Row, line: Line) -> Node:
    """S10.6: a line `adjustment:<period>`: each line of that period's pay that is another one now, as paid and as
    replayed, and what was posted for it before. What made the difference is facts recorded after the closing, or that
    today's program computes the line otherwise than the one that closed the period (`computed_otherwise`).
    """
    number = period_number(shown["item"].removeprefix(ADJUSTMENT))
    sides = _sides(used, number)
    if sides is None:
        return Node(shown["item"], shown["amount"], YUAN, "S10.6", nothing=True)
    frozen, then, now = sides
    children = (*_lines(frozen, then, now, employee, line), *_posted_before(used, employee, number))
    closing = Node("closing", period_text(number), clause="S11.2", facts=(frozen.closing.position,))
    return Node(shown["item"], shown["amount"], YUAN, shown["clause"], children=(closing, *children))


def lieu_adjusted(used: Used, employee: str, shown: Row) -> Node:
    """S11.4: minutes by which the bank is adjusted: the last closed period's hours as kept, and as replayed."""
    minutes = shown["lieu_adjusted"]
    number = used.month.period.number - 1
    sides = _sides(used, number) if minutes else None
    if sides is None:
        return Node("lieu_adjusted", minutes, MINUTES, "S11.4", nothing=True)
    frozen, _then, now = sides
    kept = frozen.report("hours").table.filter(pl.col("employee") == employee).to_dicts()
    replayed = [row for _, row in now.reported("hours", employee)]
    children = (
        Node("as_kept", of=_bank(number, kept), clause="S11.3", facts=(frozen.closing.position,)),
        Node(
            "as_replayed",
            of=_bank(number, replayed),
            clause="S11.3",
            children=tuple(worked(now, employee).values()),
            nothing=not replayed,
        ),
    )
    return Node("lieu_adjusted", minutes, MINUTES, "S11.4", children=children)


def _bank(number: int, rows: list[Row]) -> dict[str, str | int]:
    closing = ("lieu_closing", "deficit_closing")
    return {"period": period_text(number), **{name: row[name] for row in rows for name in closing}}


def _sides(used: Used, number: int) -> tuple[FrozenPeriod, Used, Used] | None:
    """The closed period as it was frozen, its rows at those coordinates, and the rows of its replay."""
    books = used.month.past
    frozen = books.frozen(number) if isinstance(books, Books) else None
    if frozen is None or not isinstance(books, Books):
        return None

    def made() -> tuple[Used, Used]:
        return Used(books.month(number)), Used(books.replay.month(number))

    then, now = used.once(f"sides {number}", "", made)
    return frozen, then, now


def _lines(frozen: FrozenPeriod, then: Used, now: Used, employee: str, line: Line) -> Iterator[Node]:
    paid = frozen.lines.filter(pl.col("employee") == employee).to_dicts()
    before = {row["item"]: show_money(row["amount"]) for row in paid if not row["item"].startswith(ADJUSTMENT)}
    rows = now.reported("payroll", employee)
    after = {each["item"]: each["amount"] for _, row in rows for each in row["lines"]}
    again = {each["item"]: each["amount"] for _, row in then.reported("payroll", employee) for each in row["lines"]}
    for item in sorted(before.keys() | after.keys()):
        if before.get(item) == after.get(item):
            continue
        sides = []
        if before.get(item) != again.get(item):
            sides.append(_otherwise(frozen, before.get(item, "0.00"), again.get(item, "0.00")))
        elif item in before:
            sides.append(Node("as_paid", before[item], YUAN, "S11.3", children=(line(then, employee, item),)))
        if item in after:
            sides.append(Node("as_replayed", after[item], YUAN, "S11.3", children=(line(now, employee, item),)))
        yield Node("line_that_moved", of={"item": item}, clause="S11.4", children=tuple(sides))


def _otherwise(frozen: FrozenPeriod, paid: str, computed: str) -> Node:
    """S11.4: the cause `code`: what was paid is as it was frozen, and today's program computes another amount."""
    closing = frozen.closing
    of: dict[str, Value] = {"code": closing.code}
    cause = Node("computed_otherwise", computed, YUAN, "S11.2", of, facts=(closing.position,))
    return Node("as_paid", paid, YUAN, "S11.3", facts=(closing.position,), children=(cause,))


def _posted_before(used: Used, employee: str, number: int) -> Iterator[Node]:
    """What closings before this one posted for the same period."""
    books = used.month.past
    assert isinstance(books, Books)
    for later in range(number + 1, used.month.period.number):
        frozen = books.frozen(later)
        if frozen is None:
            continue
        of_period = frozen.lines.filter(
            (pl.col("employee") == employee) & (pl.col("item") == f"{ADJUSTMENT}{period_text(number)}")
        )
        for row in of_period.iter_rows(named=True):
            of = {"period": period_text(later)}
            facts = (frozen.closing.position,)
            yield Node("posted_before", show_money(row["amount"]), YUAN, "S11.4", of, facts=facts)
