"""What was paid, read from a workbook or a CSV file: the register, a list of lines, or a sheet with a mapping."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from api.documents.amounts import fen_of, looks_like_an_amount
from api.documents.pay_items import PayItems
from api.documents.payment_layout import PaidLayout, laid_out
from api.documents.payment_mapping import PaidMapping
from ledger.formats.sheets.heading_keys import key_of
from ledger.formats.sheets.sandbox import tables_of
from ledger.formats.sheets.workbook import Row, Table
from ledger.refusal import LedgerError

_TOTAL_ROWS = {key_of(word) for word in ("合计", "总计", "小计", "Total", "Sum", "Subtotal")}


@dataclass
class Paid:
    """What was paid, in fen, by employee and item, and which items the file tells it by."""

    amounts: dict[str, dict[str, int]] = field(default_factory=dict)
    columns: tuple[str, ...] = ()
    left_out: list[str] = field(default_factory=list)
    """The headings of columns that are no item and have amounts all the same."""
    described: list[str] = field(default_factory=list)
    """The headings of other columns that were not compared."""

    def add(self, employee: str, item: str, fen: int) -> None:
        """Add an amount: what was paid in two parts was paid."""
        items = self.amounts.setdefault(employee, {})
        items[item] = items.get(item, 0) + fen


def read_paid(path: Path, mapping: PaidMapping, on_ledger: Iterable[str] = ()) -> Paid:
    """What was paid, by a mapping; `on_ledger` are the items of the ledger, which headings may name.

    Raises LedgerError for what is not a sheet of pay, and for a cell that is not an amount, by its name.
    """
    try:
        with path.open("rb") as file:
            tables = tables_of(file, mapping.sheet, "of the pay", mapping.words())
    except OSError as error:
        raise LedgerError(f"{path} cannot be read ({error.strerror}); name a workbook or a CSV file") from None
    return paid_on(tables, path.name, mapping, on_ledger)


def paid_on(tables: Sequence[Table], name: str, mapping: PaidMapping, on_ledger: Iterable[str] = ()) -> Paid:
    """The same of the sheets of a file, by its name for sentences."""
    table, layout = laid_out(tables, mapping, PayItems(on_ledger), name)
    rows = [row for row in table.rows if row.number > layout.header and any(row.cells)]
    paid = Paid()
    reader = _Reader(mapping, layout, f" of the sheet {table.name}" if table.name else "")
    for row in rows:
        reader.read(row, paid)
    if layout.item is not None:
        paid.columns = tuple(dict.fromkeys(item for stated in paid.amounts.values() for item in stated))
        return paid
    paid.columns = tuple(dict.fromkeys(meaning.item for meaning in layout.items.values()))
    for place, heading in layout.unknown.items():
        if any(looks_like_an_amount(_at(row, place)) for row in rows):
            paid.left_out.append(heading or f"column {xl_col_to_name(place)}")
        elif heading:
            paid.described.append(heading)
    return paid


class _Reader:
    """Reads the rows of a sheet whose layout is known."""

    def __init__(self, mapping: PaidMapping, layout: PaidLayout, sheet: str) -> None:
        self._mapping = mapping
        self._layout = layout
        self._sheet = sheet

    def read(self, row: Row, paid: Paid) -> None:
        """Add what a row says."""
        employee = _at(row, self._layout.employee)
        stated = list(self._stated(row))
        if not employee or key_of(employee) in _TOTAL_ROWS:
            if stated and not any(key_of(cell) in _TOTAL_ROWS for cell in row.cells):
                raise LedgerError(
                    f"row {row.number}{self._sheet} has amounts and no employee; give the number there, or write 合计 "
                    "or Total where it is a row of totals"
                )
            return
        if self._mapping.pad is not None:
            employee = employee.zfill(self._mapping.pad)
        paid.amounts.setdefault(employee, {})
        for item, fen in stated:
            paid.add(employee, item, fen)

    def _stated(self, row: Row) -> Iterator[tuple[str, int]]:
        """The items and amounts of a row; of a list of lines, the one that it is."""
        layout = self._layout
        places = layout.items
        if layout.item is not None:
            text = _at(row, layout.item)
            meaning = layout.meant(text)
            if text and meaning is None:
                raise LedgerError(
                    f"{self._cell(row, layout.item)} is {text!r}, not an item of pay; {layout.known.choice(text)}"
                )
            places = {} if meaning is None else {layout.amount: meaning}
        for place, meaning in places.items():
            fen = fen_of(_at(row, place), self._mapping.unit, self._cell(row, place), self._mapping.sheet.decimal)
            if fen is not None:
                yield meaning.item, meaning.sign * fen

    def _cell(self, row: Row, place: int) -> str:
        """A cell as a spreadsheet names it."""
        return f"cell {xl_rowcol_to_cell(row.number - 1, place)}{self._sheet}"


def _at(row: Row, place: int) -> str:
    return row.cells[place] if place < len(row.cells) else ""
