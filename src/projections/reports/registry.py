"""Every report of the interchange format, by name, in the order of the chapters: the definitions of all rooms."""

from projections.reports.centre_conduct import CONDUCT
from projections.reports.centre_people import PEOPLE
from projections.reports.centre_service import SERVICE
from projections.reports.definition import ReportDefinition
from projections.reports.figures import FIGURES

REPORTS: dict[str, ReportDefinition] = {report.name: report for report in (*FIGURES, *SERVICE, *CONDUCT, *PEOPLE)}
FROZEN = tuple(name for name, report in REPORTS.items() if not report.follows_facts)
"""S11.2: the reports that a closing freezes; the others follow the facts in view."""
