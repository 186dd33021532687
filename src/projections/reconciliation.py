"""S10 核对 Reconciling: what was paid beside what the ledger computes, by person and item.

Amounts are in fen. Nothing stated and 0.00 are the same, for a line of 0.00 is left out of the payroll (S10.7).
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from projections.calendar import Period
from projections.journal import Journal
from projections.pay.pay_lines import line_of

TOTAL = "total"
"""The item under which the sum of someone's pay is compared."""

Amounts = Mapping[str, Mapping[str, int]]
"""By employee and item, in fen."""


class Outcome(StrEnum):
    """How what was paid and what is computed compare."""

    EQUAL = "equal"
    DIFFERS = "differs"
    ITEM_NOT_PAID = "item_not_paid"
    ITEM_NOT_COMPUTED = "item_not_computed"
    PERSON_NOT_PAID = "person_not_paid"
    PERSON_NOT_COMPUTED = "person_not_computed"


@dataclass(frozen=True)
class Comparison:
    """One item of one person on both sides; None where a side does not have it."""

    employee: str
    item: str
    paid: int | None
    computed: int | None
    outcome: Outcome

    @property
    def difference(self) -> int:
        """What was paid beyond what is computed; negative where too little was."""
        return (self.paid or 0) - (self.computed or 0)


def compare(paid: Amounts, computed: Amounts, columns: Collection[str]) -> list[Comparison]:
    """Everyone's items, by employee, each in the order in which its side has it, and the total last.

    `columns` are the items that what was paid is told by. A line without its type, such as `allowance`, holds all of
    its types that have no column of their own. Where the total is the only one, nothing else is compared.
    """
    return [
        comparison
        for employee in sorted({*paid, *computed})
        for comparison in _person(employee, paid.get(employee), computed.get(employee), columns)
    ]


def held_by(item: str, columns: Collection[str]) -> str:
    """The column that an item of the ledger is told by; the item itself where there is none."""
    line = item.partition(":")[0]
    return line if item not in columns and line in columns else item


def _person(
    employee: str, paid: Mapping[str, int] | None, computed: Mapping[str, int] | None, columns: Collection[str]
) -> Iterator[Comparison]:
    stated = None if paid is None else paid.get(TOTAL, sum(paid.values()))
    due = None if computed is None else sum(computed.values())
    if paid is None or computed is None:
        present = paid if computed is None else computed
        missing = Outcome.PERSON_NOT_COMPUTED if computed is None else Outcome.PERSON_NOT_PAID
        outcome = missing if any((present or {}).values()) else Outcome.EQUAL
        yield Comparison(employee, TOTAL, stated, due, outcome)
        return
    held: dict[str, int] = {}
    for item, amount in computed.items():
        column = held_by(item, columns)
        held[column] = held.get(column, 0) + amount
    if set(columns) != {TOTAL}:
        for item in dict.fromkeys([*held, *paid]):
            if item != TOTAL:
                yield _item(employee, item, paid.get(item), held.get(item))
    yield _item(employee, TOTAL, stated, due)


def _item(employee: str, item: str, paid: int | None, computed: int | None) -> Comparison:
    outcome = Outcome.DIFFERS
    if (paid or 0) == (computed or 0):
        outcome = Outcome.EQUAL
    elif paid is None:
        outcome = Outcome.ITEM_NOT_PAID
    elif computed is None:
        outcome = Outcome.ITEM_NOT_COMPUTED
    return Comparison(employee, item, paid, computed, outcome)


def reports_on(item: str) -> tuple[str, ...]:
    """The reports that show where an item comes from, the nearest first."""
    line = line_of(item)
    return ("payroll",) if line is None else line.seen_in


def facts_behind(journal: Journal, period: Period, employee: str, item: str) -> list[int]:
    """The ledger positions of the facts of someone that an item rests on, where they are few: what to look at next.

    Granted allowances and corrections by their number, salaries in force, and the leaves that touch the period.
    """
    line = line_of(item)
    kind = item.partition(":")[2]
    behind = () if line is None else line.facts
    return sorted(position for facts in behind for position in facts(journal, period, employee, kind))
