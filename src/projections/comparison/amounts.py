"""What is compared of a period: everyone's lines of pay, and the lieu bank less deficits."""

from collections import Counter

import polars as pl

from projections.books.frozen_period import FrozenPeriod
from projections.month import Month
from projections.pay.payroll import with_items

Amounts = dict[tuple[str, str], int]
"""By employee and item: fen of a line of pay; minutes of the item `lieu_bank`. What is 0 is left out."""

LIEU_BANK = "lieu_bank"
"""换休结余 The lieu bank less deficits at the end of a period, in minutes (S11.4)."""


def amounts_of(month: Month) -> Amounts:
    """The amounts of a period that is computed."""
    rows = month.tables.engine.rows
    return _added_up(with_items(rows(month.payroll[1])), rows(month.bank.lots), rows(month.bank.deficits))


def amounts_frozen(frozen: FrozenPeriod, month: Month) -> Amounts:
    """The amounts of a closed period as they were frozen; `month` lends its engine."""
    rows, bank = month.tables.engine.rows, frozen.state.bank
    return _added_up(frozen.lines, rows(bank.lots), rows(bank.deficits))


def _added_up(lines: pl.DataFrame, lots: pl.DataFrame, deficits: pl.DataFrame) -> Amounts:
    found: Counter[tuple[str, str]] = Counter()
    for line in lines.iter_rows(named=True):
        found[line["employee"], line["item"]] += line["amount"]
    for lot in lots.iter_rows(named=True):
        found[lot["employee"], LIEU_BANK] += lot["minutes"]
    for deficit in deficits.iter_rows(named=True):
        found[deficit["employee"], LIEU_BANK] -= deficit["deficit"]
    return {key: amount for key, amount in found.items() if amount}


def difference(before: Amounts, after: Amounts) -> Amounts:
    """What is more, or less, after than before."""
    return {
        key: change
        for key in sorted(before.keys() | after.keys())
        if (change := after.get(key, 0) - before.get(key, 0))
    }
