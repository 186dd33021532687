"""The sheet that comes back from whoever computes tax and social insurance: what was withheld, and the net pay."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from xlsxwriter.utility import xl_rowcol_to_cell

from api.documents.amounts import fen_of
from api.documents.handover import ACCOUNT, NET, WITHHELD
from api.documents.payment_mapping import EMPLOYEE_HEADINGS
from api.documents.payments import Paid
from ledger.formats.sheets.heading_keys import key_of
from ledger.formats.sheets.mapping_parts import Sheet
from ledger.formats.sheets.sandbox import tables_of
from ledger.formats.sheets.workbook import Row, Table
from ledger.labels import CHINESE, ENGLISH, label
from ledger.refusal import LedgerError
from projections.reconciliation import TOTAL

_ROWS_LOOKED_AT = 30
_TOTAL_ROWS = {key_of(label("heading", "total", language)) for language in (ENGLISH, CHINESE)}
_WORDS = (NET, *WITHHELD, *ACCOUNT)


@dataclass(frozen=True)
class NetPay:
    """Somebody's pay as it came back, in fen; None where a column is not there, or a cell is empty."""

    employee: str
    net: int | None = None
    withheld: int | None = None
    """All that was taken off together."""
    holder: str = ""
    bank: str = ""
    account: str = ""


@dataclass
class _Layout:
    """Where a sheet has what, by the names of its columns."""

    header: int
    places: dict[str, int] = field(default_factory=dict)


def read_net_pay(path: Path, wanted: Collection[str] = (NET,)) -> dict[str, NetPay]:
    """What a sheet says, by employee; it must have one of the columns `wanted`. Raises LedgerError for another file."""
    try:
        with path.open("rb") as file:
            tables = tables_of(file, Sheet(), "of net pay", headings())
    except OSError as error:
        raise LedgerError(f"{path} cannot be read ({error.strerror}); name a workbook or a CSV file") from None
    return net_pay_on(tables, path.name, wanted)


def net_pay_on(tables: Sequence[Table], name: str, wanted: Collection[str] = (NET,)) -> dict[str, NetPay]:
    """The same of the sheets of a file, by its name for sentences."""
    table, layout = _laid_out(tables, name, wanted)
    found: dict[str, NetPay] = {}
    for row in table.rows:
        employee = _at(row, layout.places["employee"])
        if row.number <= layout.header or not employee or key_of(employee) in _TOTAL_ROWS:
            continue
        if employee in found:
            raise LedgerError(f"row {row.number} of {name} is of {employee} once more; give each person one row")
        found[employee] = _read(row, employee, layout)
    return found


def net_paid(path: Path, _items: Collection[str] = ()) -> Paid:
    """What was transferred, as total pay. Raises LedgerError for what is not a sheet of net pay."""
    return net_paid_by(read_net_pay(path))


def net_paid_by(transferred: Mapping[str, NetPay]) -> Paid:
    """What was transferred, as total pay."""
    stated = {each.employee: {TOTAL: each.net} for each in transferred.values() if each.net is not None}
    return Paid(stated, (TOTAL,))


def withheld_of(returned: Mapping[str, NetPay]) -> dict[str, int]:
    """What was taken off whose pay, in fen. Raises LedgerError where a row does not say it."""
    unknown = [each.employee for each in returned.values() if each.withheld is None]
    if unknown:
        raise LedgerError(f"what was withheld of {unknown[0]} is not stated; fill it in, 0.00 where it is nothing")
    return {each.employee: each.withheld or 0 for each in returned.values()}


def headings() -> set[str]:
    """The headings that such a sheet may have, by which its encoding is known."""
    return {*EMPLOYEE_HEADINGS, *(text for word in _WORDS for text in _called(word))}


@cache
def _keys() -> dict[str, str]:
    """Which column a heading means, by its key."""
    employee = {key_of(text): "employee" for text in EMPLOYEE_HEADINGS}
    return employee | {key_of(text): word for word in _WORDS for text in _called(word)}


def _called(word: str) -> Iterator[str]:
    yield word
    yield from (label("handover", word, language) for language in (ENGLISH, CHINESE))


def _laid_out(tables: Sequence[Table], name: str, wanted: Collection[str]) -> tuple[Table, _Layout]:
    best: tuple[Table, _Layout] | None = None
    for table in tables:
        for row in table.rows[:_ROWS_LOOKED_AT]:
            layout = _Layout(row.number)
            for place, cell in enumerate(row.cells):
                word = _keys().get(key_of(cell))
                if word is not None:
                    layout.places.setdefault(word, place)
            fits = "employee" in layout.places and any(word in layout.places for word in wanted)
            if fits and (best is None or len(layout.places) > len(best[1].places)):
                best = (table, layout)
    if best is None:
        columns = " or ".join(label("handover", word, ENGLISH) for word in wanted)
        raise LedgerError(f"{name} has no row of headings with {EMPLOYEE_HEADINGS[-1]} and {columns}; give both")
    return best


def _read(row: Row, employee: str, layout: _Layout) -> NetPay:
    def amount(word: str) -> int | None:
        place = layout.places.get(word)
        if place is None:
            return None
        return fen_of(_at(row, place), "yuan", f"cell {xl_rowcol_to_cell(row.number - 1, place)}")

    def text(word: str) -> str:
        place = layout.places.get(word)
        return "" if place is None else _at(row, place)

    parts = [fen for word in WITHHELD if (fen := amount(word)) is not None]
    holder, bank, account = (text(word) for word in ACCOUNT)
    return NetPay(employee, amount(NET), sum(parts) if parts else None, holder, bank, account)


def _at(row: Row, place: int) -> str:
    return row.cells[place].strip() if place < len(row.cells) else ""
