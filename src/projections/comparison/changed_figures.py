"""Whose rank, bonus, awards, star and pay move between two ways to see the same period."""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from projections.month import Month
from projections.pay.payroll import with_items

Figures = dict[tuple[str, str], int]
PAY = "pay"
"""The figure that is the total of somebody's lines of pay."""


@dataclass(frozen=True)
class Moved:
    """One figure of one person that is another one after; None where a side does not have it."""

    employee: str
    figure: str
    """`rank`, `total` (hundredths of a point), `monthly_bonus`, `award:THEME`, `star`, `pay` or another line of pay
    (fen), `quarter_rank`, `lieu_closing` or `deficit_closing` (minutes)."""
    before: int | None
    after: int | None
    clause: str = ""
    """Of a line of pay: the clause that it comes from, on the second side where it has one."""


def moved(before: Month, after: Month, lines: pl.DataFrame, lines_after: pl.DataFrame) -> list[Moved]:
    """Every figure that differs, by employee, given the lines of pay of each side (see `lines_of`)."""
    one, other = dict(_figures(before, lines)), dict(_figures(after, lines_after))
    clauses = {key: clause for side in (lines, lines_after) for key, clause in _clauses(side)}
    return [
        Moved(*key, one.get(key), other.get(key), clauses.get(key, ""))
        for key in sorted(one.keys() | other.keys())
        if one.get(key) != other.get(key)
    ]


def lines_of(month: Month) -> pl.DataFrame:
    """The lines of everyone's pay as they are computed. Columns: employee, item, amount (fen), clause."""
    computed = with_items(month.tables.engine.rows(month.payroll[1]))
    return computed.select("employee", "item", "amount", "clause")


def _clauses(lines: pl.DataFrame) -> Iterator[tuple[tuple[str, str], str]]:
    for employee, item, clause in lines.select("employee", "item", "clause").iter_rows():
        yield (employee, item), clause


def _figures(month: Month, lines: pl.DataFrame) -> Iterator[tuple[tuple[str, str], int]]:
    rows = month.tables.engine.rows
    for row in rows(month.ranking.select("employee", "rank", "total")).iter_rows(named=True):
        for figure in ("rank", "total"):
            if row[figure] is not None:
                yield (row["employee"], figure), row[figure]
    for row in rows(month.stars.select("employee", "rank")).iter_rows(named=True):
        yield (row["employee"], "quarter_rank"), row["rank"]
    hours = month.hours.select("employee", "lieu_closing", "deficit_closing")
    for row in rows(hours).iter_rows(named=True):
        for figure in ("lieu_closing", "deficit_closing"):
            yield (row["employee"], figure), row[figure]
    yield from _pay(lines)


def _pay(lines: pl.DataFrame) -> Iterator[tuple[tuple[str, str], int]]:
    found: Figures = {}
    for employee, item, amount in lines.select("employee", "item", "amount").iter_rows():
        for key in ((employee, item), (employee, PAY)):
            found[key] = found.get(key, 0) + amount
    yield from found.items()
