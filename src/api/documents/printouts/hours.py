"""S3 工时与换休结余 Hours and lieu balances for print: everyone's month in minutes, and what is carried on."""

from api.documents.printouts.blocks import Column, table, text
from api.documents.printouts.document_context import Basis, Material
from api.documents.printouts.typesetting import Paper
from api.words.labels import column_label
from projections.reports import REPORTS


def hours(material: Material) -> tuple[Paper, Basis]:
    """Hours and balances of everyone, or of a team."""
    reports, basis = material.reports(["hours"])
    report = reports["hours"]
    figures = [column for column in REPORTS["hours"].columns if column.name != "employee"]
    columns = [
        Column(material.heading_of("employee")),
        Column(material.heading_of("name")),
        Column(material.said("Team")),
        *(Column(column_label(each, material.language), "right", 1) for each in figures),
    ]
    rows = [
        [
            row["employee"],
            material.names.get(row["employee"], ""),
            material.team_of(row["employee"]),
            *(str(row[each.name]) for each in figures),
        ]
        for row in report.table.to_dicts()
    ]
    totals = [material.said("Total"), None, None, *(str(int(report.table[each.name].sum())) for each in figures)]
    count = text(material.said("%(count)s people · %(dates)s", count=len(rows), dates=material.dates), "note")
    return material.paper([count, table(columns, rows, totals=totals, size=7)], basis, landscape=True), basis
