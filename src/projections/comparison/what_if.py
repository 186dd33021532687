"""What if: a period under rules that are not adopted yet, or without some facts; who wins, who loses, how much."""

from dataclasses import dataclass, replace

import polars as pl

from ledger.ruleset import RuleSet
from projections.books import Books
from projections.comparison.changed_figures import PAY, Moved, lines_of, moved
from projections.comparison.changed_rows import ChangedRow, Rows, changed_rows, rows_of
from projections.engine import Engine
from projections.journal import JournalReader, View
from projections.month import Month
from projections.pay.pay_lines import PAY_LINES
from projections.replay import Replay

PROPOSED = "proposed"
"""What a rule set is called that is not on the ledger."""


@dataclass(frozen=True)
class LineSum:
    """A line of pay of everyone whose it moves, together: fen on both sides, and of how many people."""

    item: str
    clause: str
    before: int
    after: int
    people: int


@dataclass(frozen=True)
class WhatIf:
    """What moves, and everyone's pay together on both sides (fen)."""

    moved: tuple[Moved, ...]
    before: int
    after: int
    rows: tuple[ChangedRow, ...] = ()
    """The rows of balances and compliance that differ."""

    @property
    def lines(self) -> list[LineSum]:
        """The lines of pay that move, in the order of a payslip; together they make the difference."""
        found: dict[str, LineSum] = {}
        for each in self.moved:
            if each.clause:
                known = found.get(each.figure, LineSum(each.figure, each.clause, 0, 0, 0))
                before, after = known.before + (each.before or 0), known.after + (each.after or 0)
                found[each.figure] = LineSum(each.figure, each.clause, before, after, known.people + 1)
        order = list(PAY_LINES)
        return sorted(found.values(), key=lambda line: (order.index(line.item.partition(":")[0]), line.item))

    def without_pay(self) -> "WhatIf":
        """The same without the rows that tell somebody's pay (S14.6 … S14.9)."""
        return replace(self, rows=tuple(row for row in self.rows if not row.tells_pay))

    def changes(self) -> dict[str, int]:
        """By employee, what is more or less in pay (fen), without those whose pay stays."""
        pay = {each.employee: (each.after or 0) - (each.before or 0) for each in self.moved if each.figure == PAY}
        return {employee: change for employee, change in pay.items() if change}

    @property
    def cost(self) -> int:
        """What it costs in all, in fen; below 0 where it saves."""
        return self.after - self.before

    @property
    def winners(self) -> int:
        """How many are paid more."""
        return sum(change > 0 for change in self.changes().values())

    @property
    def losers(self) -> int:
        """How many are paid less."""
        return sum(change < 0 for change in self.changes().values())


def what_if(books: Replay, period: str, rules: RuleSet, version: str = PROPOSED) -> WhatIf:
    """A period under other rules beside its own, both on the facts in view; the periods before keep theirs (S11.1)."""
    month = books.reported(period)
    own = books.under(month.period.number, month.version, month.rules)
    return beside(own, books.under(month.period.number, version, rules))


def paid_and_under(books: Books, period: str, rules: RuleSet, version: str) -> WhatIf:
    """What was paid for a period beside what other rules would have paid.

    A closed period is as it was frozen, and the other rules are on the facts that it was closed with: what came late is
    posted in other periods, whatever the rules. An open period is as in `what_if`.
    """
    month = books.reported(period)
    frozen = books.frozen(month.period.number)
    if frozen is None:
        return what_if(books, period, rules, version)
    return beside(month, frozen.under(version, rules), frozen.lines, rows_of(month, frozen))


def beside(before: Month, after: Month, paid: pl.DataFrame | None = None, shown: Rows | None = None) -> WhatIf:
    """Two ways to see a period; `paid` and `shown` are of the first, where they are not as it computes them."""
    lines, lines_after = lines_of(before) if paid is None else paid, lines_of(after)
    told = moved(before, after, lines, lines_after)
    rows = changed_rows(rows_of(before) if shown is None else shown, rows_of(after))
    found = WhatIf(tuple(told), sum(lines["amount"].to_list()), sum(lines_after["amount"].to_list()), rows)
    assert found.cost == sum(found.changes().values()) == sum(line.after - line.before for line in found.lines)
    return found


def without_facts(
    reader: JournalReader, engine: Engine, period: str, position: int, left_out: frozenset[int]
) -> WhatIf:
    """A period replayed with all facts up to a position, beside the same without some of them."""

    whole, less = reader.view(View(position)), reader.view(View(position, without=left_out))
    with Replay(whole, engine) as own, Replay(less, engine) as other:
        return beside(own.reported(period), other.reported(period))
