"""S10.7 薪资表 The payroll register: a row a person, a column an item in the order of S10, and totals by formula.

All corrections stand in one column, with their numbers in the cell's note: each is one person's, and a column each
would leave a register of nothing but empty cells.
"""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from api.documents.cells import Cell, Noted, Shape, width_of
from api.documents.pay_items import CORRECTION, in_pay_order, item_heading
from api.documents.sheets import Sheet, SheetColumn, name_column, title_of
from api.words.labels import column_label, report_label, value_label
from api.words.language import Language
from ledger.labels import label
from projections.reconciliation import TOTAL
from projections.reports import REPORTS, Report

_LABELLED = 2
"""How many columns stand before the items: number and name."""


def register_sheet(report: Report, language: Language, names: Mapping[str, str]) -> Sheet:
    """The payroll as a register."""
    people = report.table.to_dicts()
    clauses: dict[str, set[str]] = {}
    for line in (line for row in people for line in row["lines"]):
        clauses.setdefault(gathered(line["item"]), set()).add(line["clause"])
    items = in_pay_order(clauses)
    rows = [_row(row, items, names, language) for row in people]
    numbers = max((width_of(row["employee"]) for row in people), default=0)
    head = [
        SheetColumn(_label("employee", language), Shape.TEXT, numbers),
        name_column((row["employee"] for row in people), names, language),
    ]
    total = _LABELLED + len(items)
    body = [
        _amounts(rows, place, item, " ".join(sorted(clauses[item])), language)
        for place, item in enumerate(items, _LABELLED)
    ]
    sums = (_LABELLED, total - 1) if items else None
    foot = [
        replace(_amounts(rows, total, TOTAL, "S10.7", language), sums=sums),
        SheetColumn(_label("negative", language), Shape.TEXT, 0),
    ]
    return Sheet(
        name=report_label(report.name, language),
        title=title_of(report, language),
        columns=(*head, *body, *foot),
        rows=rows,
        count=len(rows),
        total_label=label("heading", "total", language),
    )


def gathered(item: str) -> str:
    """The column of an item on the register."""
    return CORRECTION if item.startswith(f"{CORRECTION}:") else item


def _row(row: Mapping[str, Any], items: list[str], names: Mapping[str, str], language: Language) -> list[Cell]:
    amounts: dict[str, list[Decimal]] = {}
    for line in row["lines"]:
        amounts.setdefault(gathered(line["item"]), []).append(Decimal(line["amount"]))
    numbered = [(line["item"], line["amount"]) for line in row["lines"] if gathered(line["item"]) != line["item"]]
    note = "\n".join(f"{item.partition(':')[2]}  {amount}" for item, amount in numbered)
    cells: list[Cell] = [sum(amounts[item], Decimal(0)) if item in amounts else None for item in items]
    if note:
        place = items.index(CORRECTION)
        cells[place] = Noted(_value(cells[place]), note)
    negative = value_label(bool(row["negative"]), language)
    return [row["employee"], names.get(row["employee"], ""), *cells, Decimal(row["total"]), negative or None]


def _amounts(rows: list[list[Cell]], place: int, item: str, clause: str, language: Language) -> SheetColumn:
    """A column of amounts, wide enough for its total."""
    values = [value for row in rows if isinstance(value := _value(row[place]), Decimal)]
    widest = max(map(width_of, [*values, sum(values, Decimal(0))]))
    return SheetColumn(item_heading(item, language), Shape.DECIMAL, widest, clause, totalled=True)


def _value(cell: Cell) -> Any:
    return cell.value if isinstance(cell, Noted) else cell


def _label(name: str, language: Language) -> str:
    column = next(column for column in REPORTS["payroll"].columns if column.name == name)
    return column_label(column, language)
