"""The reports of the interchange format: what goes out, row by row and field by field."""

from projections.reports.definition import Column, ReportDefinition
from projections.reports.registry import FROZEN, REPORTS
from projections.reports.report import Report, frozen_report, report_of

__all__ = ["FROZEN", "REPORTS", "Column", "Report", "ReportDefinition", "frozen_report", "report_of"]
