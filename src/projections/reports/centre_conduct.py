"""Reports of S13: logins, conduct, monitoring plan, training, quality work (S13.4, S13.5, S13.8, S13.11)."""

from projections.reports.definition import ReportDefinition

CONDUCT: tuple[ReportDefinition, ...] = ()
