"""A report for people (a table with labels) and for spreadsheets (csv)."""

import csv
import sys
from collections.abc import Iterable, Mapping
from typing import Any

from rich.console import Console
from rich.table import Table

from api.labels import column_label, report_label, value_label
from api.language import Language
from projections.reports import REPORTS, Column, Report

NUMBERS = {"total", "amount", "score", "call", "work", "behaviour", "rank", "of"}
"""Columns that are shown to the right although they are text, beside all whole numbers."""


def write_tables(reports: Iterable[Report], language: Language, names: Mapping[str, str]) -> None:
    """Each report as a table, with the people's names beside their numbers."""
    console = Console(soft_wrap=not sys.stdout.isatty())
    if not sys.stdout.isatty():
        console.width = 240
    for report in reports:
        console.print(_table(report, language, names))


def _table(report: Report, language: Language, names: Mapping[str, str]) -> Table:
    chinese = language is Language.CHINESE
    coordinates = (
        f"{report.period} · 账本位置 {report.position} · 规则 {report.rules}"
        if chinese
        else f"{report.period} · ledger position {report.position} · rules {report.rules}"
    )
    table = Table(title=f"{report_label(report.name, language)} · {coordinates}", title_justify="left")
    columns = REPORTS[report.name].columns
    for column in columns:
        numeric = report.table.schema[column.name].is_integer() or column.name in NUMBERS
        table.add_column(column_label(column, language), justify="right" if numeric else "left", overflow="fold")
        if column.name == "employee":
            table.add_column("姓名" if chinese else "Name", overflow="fold")
    for row in report.table.iter_rows(named=True):
        cells: list[str] = []
        for column in columns:
            cells.append(_cell(column, row[column.name], language))
            if column.name == "employee":
                cells.append(names.get(row["employee"], ""))
        table.add_row(*cells)
    return table


def _cell(column: Column, value: Any, language: Language) -> str:
    if value is None:
        return ""
    if column.name == "lines":
        return "\n".join(
            f"{value_label(line['item'], language)}  {line['amount']}  ({line['clause']})" for line in value
        )
    if isinstance(value, list):
        return " ".join(value)
    return value_label(value, language) if column.labelled or isinstance(value, bool) else str(value)


def write_csv(report: Report) -> None:
    """The report as csv on standard output, in the names of the interchange format; a payslip's lines a row each."""
    columns = [column.name for column in REPORTS[report.name].columns]
    writer = csv.writer(sys.stdout, lineterminator="\n")
    if "lines" in columns:
        writer.writerow(["employee", "item", "amount", "clause", "total", "negative"])
        for row in report.table.iter_rows(named=True):
            for line in row["lines"] or [{"item": None, "amount": None, "clause": None}]:
                writer.writerow(
                    _plain(value)
                    for value in (
                        row["employee"],
                        line["item"],
                        line["amount"],
                        line["clause"],
                        row["total"],
                        row["negative"],
                    )
                )
        return
    writer.writerow(columns)
    for row in report.table.iter_rows(named=True):
        writer.writerow(_plain(row[column]) for column in columns)


def _plain(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return " ".join(value) if isinstance(value, list) else value
