"""What holds of books at any time: what was paid and adjusted, with what is still due, is what the replay pays."""

from collections import Counter
from collections.abc import Sequence

from projections.bank import Bank
from projections.calendar import period_number
from projections.replay import Replay
from tests.projections.office import Office, fen, rows_of

Due = Counter[tuple[str, str]]


def lines_of(books: Replay, period: str) -> Due:
    """Fen of a period's pay by employee and the period that they are for: its own, or one that is adjusted."""
    found: Due = Counter()
    for row in rows_of(books, period)["payroll"]:
        for line in row["lines"]:
            kind, _, of = line["item"].partition(":")
            found[row["employee"], of if kind == "adjustment" else period] += fen(line["amount"])
    return found


def net_of(bank: Bank) -> dict[str, int]:
    """Everyone's lots less deficits, where that is not 0."""
    found: Counter[str] = Counter()
    for frame, column, sign in ((bank.lots, "minutes", 1), (bank.deficits, "deficit", -1)):
        for row in frame.select("employee", column).collect("polars").iter_rows():
            found[row[0]] += sign * row[1]
    return {employee: net for employee, net in found.items() if net}


def assert_settled(at: Office, periods: Sequence[str]) -> None:
    """Paid and adjusted are together what a replay pays of each closed period, and so are kept and adjusted lieu.

    `periods` are the closed ones and the first that is open, which posts what is due now. Lieu is looked at where it
    is posted, which is of those with hours in that period, and where it is compared: in banks that both have opened.
    """
    books, replay = at.books(), at.replay()
    *closed, first_open = periods
    assert len(books.closed) == len(closed)
    paid: Due = Counter()
    for period in periods:
        paid.update(lines_of(books, period))
    for period in closed:
        owed = {employee: amount for (employee, of), amount in paid.items() if of == period and amount}
        pays = {employee: amount for (employee, _), amount in lines_of(replay, period).items() if amount}
        assert owed == pays, period
    banks = [_bank(side, closed[-1]) for side in (books, replay)]
    kept, replayed = (net_of(bank) for bank in banks)
    opened = [set(books.engine.rows(bank.opened)["employee"]) for bank in banks]
    for row in rows_of(books, first_open)["hours"]:
        if row["employee"] in opened[0] & opened[1]:
            right = replayed.get(row["employee"], 0)
            assert kept.get(row["employee"], 0) + row["lieu_adjusted"] == right, row["employee"]


def _bank(books: Replay, period: str) -> Bank:
    return books.closing_state(period_number(period)).bank
