"""A report as sheets: a title, headings, and a row for each of the report's, with names beside numbers."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from api.documents.cells import Cell, Shape, Value, shape_of, value_of, width_of
from api.words.labels import column_label, coordinates, report_label
from api.words.language import Language
from ledger.labels import label
from projections.reports import REPORTS, Column, Report

ROWS_A_SHEET = 1_000_000
"""How many rows of a report go on one sheet; XLSX holds 1,048,576, headings and totals included."""
HEADED = 2
"""How many rows stand above the first row of a report: the title, and the headings."""


@dataclass(frozen=True)
class SheetColumn:
    """A column of a sheet: its heading, the shape of its cells, and how wide the widest of them is."""

    heading: str
    shape: Shape
    widest: int
    note: str = ""
    totalled: bool = False
    """Whether its total stands below it."""
    sums: tuple[int, int] | None = None
    """The first and last of the columns whose sum each of its cells is."""


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook."""

    name: str
    title: str
    columns: tuple[SheetColumn, ...]
    rows: Iterable[Sequence[Cell]]
    count: int
    total_label: str = ""
    """What stands before the totals of the columns; empty where there are none."""


def report_sheets(report: Report, language: Language, names: Mapping[str, str]) -> Iterator[Sheet]:
    """A report as one sheet; as several where it has more rows than one holds."""
    definition = REPORTS[report.name]
    shown = [(column, shape_of(column, report.table.schema[column.name])) for column in definition.columns]
    columns: list[SheetColumn] = []
    for column, shape in shown:
        columns.append(_headed(report.table[column.name], column, shape, language))
        if column.name == definition.person:
            columns.append(name_column(report.table[column.name].to_list(), names, language))
    parts = list(report.table.iter_slices(ROWS_A_SHEET)) or [report.table]
    for number, part in enumerate(parts, 1):
        called = report_label(report.name, language)
        yield Sheet(
            name=called if number == 1 else f"{called} {number}",
            title=title_of(report, language),
            columns=tuple(columns),
            rows=_rows(part, shown, language, names, definition.person),
            count=part.height,
        )


def title_of(report: Report, language: Language) -> str:
    """What the report is, and its three coordinates."""
    parts = (report_label(report.name, language), report.period)
    return " · ".join((*parts, *coordinates(report.position, report.rules, language)))


def name_column(employees: Iterable[str], names: Mapping[str, str], language: Language) -> SheetColumn:
    """The column of the people's names."""
    widest = max((width_of(names.get(number, "")) for number in set(employees)), default=0)
    return SheetColumn(label("heading", "name", language), Shape.TEXT, widest)


def _headed(values: pl.Series, column: Column, shape: Shape, language: Language) -> SheetColumn:
    widths = (width_of(value_of(column, shape, said, language)) for said in values.unique().to_list())
    return SheetColumn(column_label(column, language), shape, max(widths, default=0))


def _rows(
    table: pl.DataFrame,
    shown: Sequence[tuple[Column, Shape]],
    language: Language,
    names: Mapping[str, str],
    person: str | None,
) -> Iterator[list[Value]]:
    for row in table.iter_rows(named=True):
        cells: list[Value] = []
        for column, shape in shown:
            cells.append(value_of(column, shape, row[column.name], language))
            if column.name == person:
                cells.append(names.get(row[column.name], ""))
        yield cells
