"""A report as csv, for spreadsheets and scripts."""

import csv
from typing import Any, TextIO

from projections.reports import REPORTS, Report


def write_csv(report: Report, stream: TextIO) -> None:
    """Write the report as csv, in the names of the interchange format; a payslip's lines a row each."""
    columns = [column.name for column in REPORTS[report.name].columns]
    writer = csv.writer(stream, lineterminator="\n")
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
