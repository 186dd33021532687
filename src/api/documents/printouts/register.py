"""S10.7 薪资表 The payroll register for print: the very columns and rows of the workbook, with totals."""

from decimal import Decimal

from api.documents.cells import Cell, Noted, Shape
from api.documents.printouts.blocks import Column, table, text
from api.documents.printouts.document_context import Basis, Material
from api.documents.printouts.typesetting import Paper
from api.documents.register import register_sheet
from api.documents.sheets import SheetColumn

_MANY, _MOST_ON_A4 = 15, 20
_LABELLED = 2


def register(material: Material) -> tuple[Paper, Basis]:
    """The payroll register of everyone, or of a team."""
    reports, basis = material.reports(["payroll"])
    sheet = register_sheet(reports["payroll"], material.language, material.names)
    rows = [list(row) for row in sheet.rows]
    totals = [_total([row[place] for row in rows], column) for place, column in enumerate(sheet.columns)]
    totals[0] = material.said("Total")
    block = table(
        [_column(place, column) for place, column in enumerate(sheet.columns)],
        [[_shown(cell) for cell in row] for row in rows],
        totals=totals,
        size=6 if len(sheet.columns) > _MANY else 7,
    )
    count = text(material.said("%(count)s people · %(dates)s", count=len(rows), dates=material.dates), "note")
    size = "a4" if len(sheet.columns) <= _MOST_ON_A4 else "a3"
    return material.paper([count, block], basis, landscape=True, size=size), basis


def _column(place: int, column: SheetColumn) -> Column:
    heading = f"{column.heading}\n{column.note}" if column.note else column.heading
    right = column.shape is Shape.DECIMAL
    return Column(heading, "right" if right else "left", None if place < _LABELLED or not right else 1)


def _total(cells: list[Cell], column: SheetColumn) -> str | None:
    if not column.totalled:
        return None
    values = (cell.value if isinstance(cell, Noted) else cell for cell in cells)
    return _shown(sum((value for value in values if isinstance(value, Decimal)), Decimal(0)))


def _shown(cell: Cell) -> str | None:
    value = cell.value if isinstance(cell, Noted) else cell
    if value is None:
        return None
    return f"{value:.2f}" if isinstance(value, Decimal) else str(value)
