"""S11.4 What the closing of a period would post for periods that were closed before it, and what the next one will."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from ledger.facts.figures import show_money
from projections.books.adjustments import pay_of
from projections.books.books import Amounts, Books
from projections.calendar import period_number, period_text


@dataclass(frozen=True, slots=True)
class Posting:
    """An adjustment of somebody's pay of a closed period, in fen; below 0 it takes pay back."""

    employee: str
    period: str
    fen: int

    def as_json(self) -> dict[str, str]:
        """The posting for programs; the amount is in yuan."""
        return {"employee": self.employee, "period": self.period, "amount": show_money(self.fen)}


def postings_of(books: Books, period: str) -> list[Posting]:
    """The adjustments that a period carries, by period and employee; none where an earlier one is closed first."""
    found = books.posted(period_number(period)).pay.collect("polars").to_native()
    assert isinstance(found, pl.DataFrame)
    rows = found.select("employee", "period", "amount").sort("period", "employee").rows()
    return [Posting(employee, period_text(number), fen) for employee, number, fen in rows]


def posted_amounts(books: Books) -> Amounts:
    """What the next closing posts for closed periods. Raises MissingError or RulesError where no report can be made."""
    postings = postings_of(books, period_text(books.first_open)) if books.closed else []
    return {(each.employee, each.period): each.fen for each in postings}


def foreseen(books: Books, period: str) -> list[Posting]:
    """What the closing after that of a period would post for the period itself, as far as is known by now.

    The books pay a period by frozen ranks, runs and totals of the periods before it (S11.3), its replay by those that
    the facts give: star pay after a late appraisal, an award after a late error. None where nothing was closed, and of
    a period that is not the next to be closed.
    """
    number = period_number(period)
    if not books.closed or number != books.first_open:
        return []
    replayed, paid = pay_of(books.replay.month(number)), pay_of(books.month(number))
    both = pl.concat([replayed, paid.with_columns(amount=-pl.col("amount"))])
    moved = both.group_by("employee").agg(pl.col("amount").sum()).filter(pl.col("amount") != 0).sort("employee")
    return [Posting(employee, period, fen) for employee, fen in moved.rows()]


def taken_back(postings: Sequence[Posting]) -> list[Posting]:
    """Those that take pay back."""
    return [each for each in postings if each.fen < 0]


def in_all(postings: Sequence[Posting]) -> str:
    """What postings come to, in yuan without a sign, as money is written."""
    return show_money(abs(sum(each.fen for each in postings)))


def people_in(postings: Sequence[Posting]) -> int:
    """How many people postings are about."""
    return len({each.employee for each in postings})
