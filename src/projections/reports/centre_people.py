"""Reports of S13: plans, tasks, acknowledgements, quarter reviews, organisation, payments (S13.9 …, S10.9)."""

from projections.reports.definition import ReportDefinition

PEOPLE: tuple[ReportDefinition, ...] = ()
