"""What is compared of a period: everyone's lines of pay, and the lieu bank less deficits."""

from collections import Counter

from projections.books.frozen import FrozenPeriod
from projections.month import Month

Amounts = dict[tuple[str, str], int]
"""By employee and item: fen of a line of pay; minutes of the item `lieu_bank`. What is 0 is left out."""

LIEU_BANK = "lieu_bank"
"""换休结余 The lieu bank less deficits at the end of a period, in minutes (S11.4)."""


def amounts_of(month: Month) -> Amounts:
    """The amounts of a period that is computed."""
    rows = month.tables.engine.rows
    found: Counter[tuple[str, str]] = Counter()
    for line in rows(month.payroll[1]).iter_rows(named=True):
        item = line["line"] if line["type"] is None else f"{line['line']}:{line['type']}"
        found[line["employee"], item] += line["amount"]
    for lot in rows(month.bank.lots).iter_rows(named=True):
        found[lot["employee"], LIEU_BANK] += lot["minutes"]
    for deficit in rows(month.bank.deficits).iter_rows(named=True):
        found[deficit["employee"], LIEU_BANK] -= deficit["deficit"]
    return _without_zeros(found)


def amounts_frozen(frozen: FrozenPeriod, month: Month) -> Amounts:
    """The amounts of a closed period as they were frozen; `month` lends its engine."""
    rows = month.tables.engine.rows
    found: Counter[tuple[str, str]] = Counter()
    for line in frozen.lines.iter_rows(named=True):
        found[line["employee"], line["item"]] += line["amount"]
    for lot in rows(frozen.state.bank.lots).iter_rows(named=True):
        found[lot["employee"], LIEU_BANK] += lot["minutes"]
    for deficit in rows(frozen.state.bank.deficits).iter_rows(named=True):
        found[deficit["employee"], LIEU_BANK] -= deficit["deficit"]
    return _without_zeros(found)


def difference(before: Amounts, after: Amounts) -> Amounts:
    """What is more, or less, after than before."""
    return {
        key: change
        for key in sorted(before.keys() | after.keys())
        if (change := after.get(key, 0) - before.get(key, 0))
    }


def _without_zeros(found: Counter[tuple[str, str]]) -> Amounts:
    return {key: amount for key, amount in found.items() if amount}
