"""Reports of S13: volume, seats, refunds, promises and complaints (S13.2, S13.3, S13.6, S13.7)."""

from projections.reports.definition import ReportDefinition

SERVICE: tuple[ReportDefinition, ...] = ()
