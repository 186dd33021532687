"""Whose rank, bonus, awards, star and pay move between two ways to compute the same period."""

from collections.abc import Iterator
from dataclasses import dataclass

from projections.month import Month
from projections.pay.payroll import with_items

Figures = dict[tuple[str, str], int]


@dataclass(frozen=True)
class Moved:
    """One figure of one person that is another one after; None where a side does not have it."""

    employee: str
    figure: str
    """`rank`, `total` (hundredths of a point), `monthly_bonus`, `award:THEME`, `star`, `pay` or another line of pay
    (fen), `quarter_rank`, `lieu_closing` or `deficit_closing` (minutes)."""
    before: int | None
    after: int | None


def moved(before: Month, after: Month) -> list[Moved]:
    """Every figure that differs, by employee."""
    one, other = dict(_figures(before)), dict(_figures(after))
    return [
        Moved(employee, figure, one.get((employee, figure)), other.get((employee, figure)))
        for employee, figure in sorted(one.keys() | other.keys())
        if one.get((employee, figure)) != other.get((employee, figure))
    ]


def _figures(month: Month) -> Iterator[tuple[tuple[str, str], int]]:
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
    yield from _pay(month)


def _pay(month: Month) -> Iterator[tuple[tuple[str, str], int]]:
    totals: Figures = {}
    lines: Figures = {}
    for row in with_items(month.tables.engine.rows(month.payroll[1])).iter_rows(named=True):
        key = row["employee"], row["item"]
        lines[key] = lines.get(key, 0) + row["amount"]
        total = row["employee"], "pay"
        totals[total] = totals.get(total, 0) + row["amount"]
    yield from lines.items()
    yield from totals.items()
