"""A report as csv, for spreadsheets and scripts."""

import csv
from typing import Any, TextIO

from api.words.list_values import list_text
from ledger.formats.plain_text import marked
from projections.reports import REPORTS, Report


def write_csv(report: Report, stream: TextIO) -> None:
    """Write the report as csv, in the names of the interchange format; a payslip's lines a row each."""
    definition = REPORTS[report.name]
    columns = [column.name for column in definition.columns]
    figures = {column.name for column in definition.columns if column.form is not None}
    writer = csv.writer(stream, lineterminator="\n")
    if "lines" in columns:
        writer.writerow(["employee", "item", "amount", "clause", "total", "negative"])
        for row in report.table.iter_rows(named=True):
            for line in row["lines"] or [{"item": None, "amount": None, "clause": None}]:
                employee, item, clause = map(_text, (row["employee"], line["item"], line["clause"]))
                writer.writerow([employee, item, line["amount"], clause, row["total"], _text(row["negative"])])
        return
    writer.writerow(columns)
    for row in report.table.iter_rows(named=True):
        writer.writerow(row[column] if column in figures else _text(row[column]) for column in columns)


def _text(value: Any) -> Any:
    """What is not a figure, as no spreadsheet computes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    said = list_text(value) if isinstance(value, list) else value
    return marked(said) if isinstance(said, str) else said
