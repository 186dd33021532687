"""Where a sheet of pay has what: the row of headings, the column of employees, and what each other column is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from api.documents.pay_items import PayItems
from api.documents.payment_mapping import PaidMapping
from ledger.formats.sheets.heading_keys import key_of
from ledger.formats.sheets.workbook import Row, Table
from ledger.refusal import LedgerError

_ROWS_LOOKED_AT = 30
_ITEM = {key_of(heading) for heading in ("item", "项目")}
_AMOUNT = {key_of(heading) for heading in ("amount", "金额", "金额(元)", "Amount (yuan)")}
_BESIDE = {key_of(heading) for heading in ("name", "姓名", "negative", "负数", "序号", "No.", "#")}
_BESIDE_LINES = _BESIDE | {key_of(heading) for heading in ("clause", "条款", "total", "合计", "合计(元)")}
"""What stands beside the lines of `report payroll --format csv`; its total is the same on every line of a person."""


class Meaning(NamedTuple):
    """The item of a column, and whether its amounts are what is added (1) or taken off (-1)."""

    item: str
    sign: int


@dataclass
class PaidLayout:
    """The columns of a sheet of pay, by their places from 0."""

    header: int
    known: PayItems
    mapped: dict[str, Meaning]
    employee: int = -1
    items: dict[int, Meaning] = field(default_factory=dict)
    """What each column of amounts means, by its place."""
    item: int | None = None
    """The column of the items, in a list of lines; then `amount` is that of the amounts."""
    amount: int = -1
    unknown: dict[int, str] = field(default_factory=dict)

    def meant(self, text: str) -> "Meaning | None":
        """What a heading means, or a text in a list of lines."""
        item = self.known.meant(text)
        return self.mapped.get(key_of(text)) or (None if item is None else Meaning(item, 1))

    @property
    def found(self) -> int:
        """How many columns of amounts there are; two for a list of lines, which has an item and an amount."""
        return 2 if self.item is not None else len(self.items)


def laid_out(tables: Sequence[Table], mapping: PaidMapping, items: PayItems, name: str) -> tuple[Table, PaidLayout]:
    """The sheet with the most items of pay, and its layout. Raises LedgerError where none has one, or for a mistake."""
    mapped = dict(_mapped(mapping, items))
    best: tuple[Table, PaidLayout] | None = None
    for table in tables:
        for row in table.rows[:_ROWS_LOOKED_AT]:
            if mapping.sheet.header and row.number != mapping.sheet.header[-1]:
                continue
            layout = _layout(row, mapping, items, mapped)
            if layout is not None and (best is None or layout.found > best[1].found):
                best = (table, layout)
    if best is None or not best[1].found:
        raise LedgerError(
            f"{name} has no row of headings with {' or '.join(mapping.employee)} and an item of pay, such as 基本工资 "
            "or base; give a mapping of its columns (--map on the command line)"
        )
    headings = {key_of(cell) for row in best[0].rows if row.number == best[1].header for cell in row.cells}
    missing = [heading for heading in mapping.columns if key_of(heading) not in headings]
    if missing and best[1].item is None:
        raise LedgerError(
            f"the mapping has the column {missing[0]}, which {name} does not have; give the heading as it is "
            "written there"
        )
    return best


def _mapped(mapping: PaidMapping, items: PayItems) -> Iterator[tuple[str, Meaning]]:
    for heading, text in mapping.columns.items():
        item = items.meant(text.removeprefix("-"))
        if item is None:
            raise LedgerError(f"the mapping: columns.{heading}: {text!r} is not an item of pay; {items.choice(text)}")
        yield key_of(heading), Meaning(item, -1 if text.startswith("-") else 1)


def _layout(row: Row, mapping: PaidMapping, items: PayItems, mapped: dict[str, Meaning]) -> PaidLayout | None:
    """What the columns are if this is the row of headings; None where it has no employee."""
    keys = [key_of(cell) for cell in row.cells]
    employees = {key_of(heading) for heading in mapping.employee}
    place = next((index for index, key in enumerate(keys) if key in employees), None)
    if place is None:
        return None
    layout = PaidLayout(row.number, items, mapped, employee=place)
    item, amount = (next((index for index, key in enumerate(keys) if key in named), None) for named in (_ITEM, _AMOUNT))
    if item is not None and amount is not None:
        layout.item, layout.amount = item, amount
    beside = _BESIDE if layout.item is None else _BESIDE_LINES
    ignored = beside | {key_of(heading) for heading in mapping.ignore}
    taken = {place} if layout.item is None else {place, layout.item, layout.amount}
    for index, heading in enumerate(row.cells):
        if index in taken:
            continue
        meaning = None if keys[index] in ignored and keys[index] not in mapped else layout.meant(heading)
        if meaning is not None:
            layout.items[index] = meaning
        elif keys[index] not in ignored:
            layout.unknown[index] = " ".join(heading.split())
    return layout
