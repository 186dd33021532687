"""A report for people (a table with labels) and for spreadsheets (csv)."""

import json
import sys
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console, JustifyMethod
from rich.measure import Measurement
from rich.table import Table

from api.disputes.dispute_marks import footnote, marks_of_rows
from api.operations.report_forms import ShownReport
from api.words.labels import column_label, coordinates, report_label, value_label
from api.words.language import Language
from api.words.list_values import list_parts
from api.words.visible_text import visible
from ledger.labels import is_labelled, label
from projections.reports import REPORTS, Column, Report

_LEFT = {"points", "max"}
"""Figures that are shown to the left, beside what they are of."""

UNLIMITED = 10_000
"""A width that holds every table, to measure how much one needs."""


def report_objects(shown: Mapping[str, ShownReport], name: str) -> str:
    """The report of a name as JSON, or of another name than theirs every one, by name."""
    objects: Mapping[str, Any] = {each: report.as_json() for each, report in shown.items()}
    return json.dumps(objects.get(name, objects), ensure_ascii=False)


def write_tables(reports: Iterable[ShownReport], language: Language, names: Mapping[str, str]) -> None:
    """Each report as a table, with the people's names beside their numbers; headings fold, figures never do.

    Beside a name stand the open disputes of its row, and below the table a line for each of them (S12.2).
    """
    console = Console(markup=False, emoji=False, highlight=False)
    terminal = console.width if sys.stdout.isatty() else 0
    for each in reports:
        report, shown = each.report, each.disputes
        table = _table(report, language, names, marks_of_rows(shown))
        console.width = UNLIMITED
        console.width = max(terminal, Measurement.get(console, console.options, table).minimum)
        print(_title(report, language))
        console.print(table)
        if is_labelled("report note", report.name):
            print(label("report note", report.name, language))
        for disputed in shown:
            print(visible(footnote(disputed.dispute, language, names)))
        if shown:
            print()


def _title(report: Report, language: Language) -> str:
    """The report's name and its three coordinates; of a closed period also that it is not as it was frozen."""
    parts = (report_label(report.name, language), report.period)
    replayed = (label("coordinate", "replayed", language),) if report.replayed else ()
    return " · ".join((*parts, *coordinates(report.position, report.rules, language), *replayed))


def _table(report: Report, language: Language, names: Mapping[str, str], marks: Mapping[int, str]) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    columns: list[list[str]] = []
    definition = REPORTS[report.name]
    for column in definition.columns:
        numeric = column.is_figure and column.name not in _LEFT
        columns.append([_cell(column, value, language) for value in report.table[column.name].to_list()])
        _add_column(table, column_label(column, language), columns[-1], "right" if numeric else "left")
        if column.name == definition.person:
            called = [names.get(number, "") for number in columns[-1]]
            columns.append([f"{name} {marks.get(row, '')}".strip() for row, name in enumerate(called)])
            _add_column(table, label("heading", "name", language), columns[-1], "left")
    for row in zip(*columns, strict=True):
        table.add_row(*row)
    return table


def _add_column(table: Table, heading: str, cells: list[str], justify: JustifyMethod) -> None:
    """A column as wide as its widest line; its heading folds between words and before the unit."""
    folded = heading.replace(" (", "(").replace("(", "\n(")
    lines = [line for cell in {*cells, folded.replace(" ", "\n")} for line in cell.split("\n")]
    table.add_column(folded, justify=justify, width=max(map(cell_len, lines)))


def _cell(column: Column, value: Any, language: Language) -> str:
    if value is None:
        return ""
    if column.name == "lines":
        return "\n".join(
            f"{value_label(line['item'], language)}  {line['amount']}  ({line['clause']})" for line in value
        )
    if isinstance(value, list):
        return _list_cell(value, language)
    return value_label(value, language) if column.labelled or isinstance(value, bool) else str(value)


def _list_cell(value: list[Any], language: Language) -> str:
    """Objects a line each; texts beside each other."""
    between = "\n" if value and isinstance(value[0], dict) else " "
    return between.join(list_parts(value, partial(value_label, language=language)))
