"""The sides of a comparison, computed each on its own from the reports, and what must hold of every comparison."""

from collections import Counter
from typing import Any

from projections.books import Books
from projections.comparison import Comparison, Coordinates, compare
from projections.hours import Bank
from projections.journal import View
from projections.month import Month
from projections.replay import Replay
from projections.reports import report_of
from tests.projections.office import Office, fen, rows_of
from tests.projections.settling import net_of

Amounts = dict[tuple[str, str], int]


def compared(at: Office, period: str, one: Coordinates, other: Coordinates) -> Comparison:
    """A comparison, whose sides are as they are on their own, whose shares add up, and which blames no code."""
    found = compare(at.reader, at.engine, period, one, other)
    before, after = amounts_of_side(at, period, one), amounts_of_side(at, period, other)
    told = {(each.employee, each.item): each for each in found.differences}
    for key, each in told.items():
        assert (each.before, each.after) == (before.get(key, 0), after.get(key, 0)), key
        assert sum(part.amount for part in each.shares) == each.amount, key
        assert all(part.amount for part in each.shares), key
    assert less(after, before) == {key: each.amount for key, each in told.items() if each.amount}
    assert "code" not in {cause.kind for cause in found.causes}, found
    return found


def amounts_of_side(at: Office, period: str, side: Coordinates) -> Amounts:
    """The lines of pay, and the lieu bank less deficits, of a period as one side has it."""
    journal = at.reader.view(View(side.position, without=side.without))
    books = Books(journal, at.engine) if side.kind == "books" else Replay(journal, at.engine)
    if side.rules is not None:
        return amounts_of(books.reported(period, side.rules))
    number = books.reported(period).period.number
    return _amounts(rows_of(books, period)["payroll"], books.closing_state(number).bank)


def amounts_of(month: Month) -> Amounts:
    """The same of a period that is computed."""
    return _amounts(report_of("payroll", month).as_json()["rows"], month.bank)


def less(one: Amounts, other: Amounts) -> Amounts:
    """What the one has more, or less, than the other."""
    changes = {key: one.get(key, 0) - other.get(key, 0) for key in one.keys() | other.keys()}
    return {key: change for key, change in changes.items() if change}


def _amounts(payroll: list[dict[str, Any]], bank: Bank) -> Amounts:
    found: Counter[tuple[str, str]] = Counter()
    for row in payroll:
        for line in row["lines"]:
            found[row["employee"], line["item"]] += fen(line["amount"])
    found.update({(employee, "lieu_bank"): net for employee, net in net_of(bank).items()})
    return {key: amount for key, amount in found.items() if amount}
