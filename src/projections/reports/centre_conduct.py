"""S13.4, S13.5, S13.8, S13.11 The reports of what goes on at the seats: adherence, conduct, monitoring and training."""

import polars as pl

from ledger.roles import AUDITOR, DESK, QA_AGENTS, SEES_FLOOR, SEES_MARKS, TEAM_AGENTS, Reach, Role
from projections.centre import conduct, quality_work
from projections.centre.adherence import adherence
from projections.centre.monitoring_plan import monitoring_plan
from projections.centre.training import training
from projections.reports.columns import DATE, EMPLOYEE, chapter, whole_columns
from projections.reports.definition import Column, ReportDefinition
from projections.reports.forms import minute_form, week_form

_OWN_WORK = {Role.TEAM_LEADER: Reach.OWN, Role.QA: Reach.OWN}
"""Who did the work sees the own row."""

CONDUCT = (
    ReportDefinition(
        "adherence",
        (
            EMPLOYEE,
            DATE,
            Column("shift"),
            Column("first_login", minute_form),
            Column("last_logout", minute_form),
            *whole_columns("logged_minutes", "gap_minutes", "logins", "missing_logout"),
        ),
        chapter(adherence),
        "centre.adherence:adherence",
        order=("employee", "day"),
        readers=SEES_FLOOR,
        row_key=("date",),
        follows_facts=True,
    ),
    ReportDefinition(
        "conduct",
        (EMPLOYEE, *whole_columns(*conduct.COUNTS)),
        chapter(conduct.conduct),
        "centre.conduct:conduct",
        readers=SEES_MARKS,
        follows_facts=True,
    ),
    ReportDefinition(
        "monitoring_plan",
        (
            EMPLOYEE,
            Column("week", week_form),
            *whole_columns("done"),
            Column("due", type=pl.Int64, label="monitorings_due"),
            Column("missing", type=pl.Int64, label="monitorings_missing"),
        ),
        chapter(monitoring_plan),
        "centre.monitoring_plan:monitoring_plan",
        order=("employee", "week"),
        readers=TEAM_AGENTS | QA_AGENTS | DESK | AUDITOR,
        row_key=("week",),
        follows_facts=True,
    ),
    ReportDefinition(
        "training",
        (EMPLOYEE, *whole_columns("sessions", "minutes")),
        chapter(training),
        "centre.training:training",
        readers=SEES_MARKS,
        follows_facts=True,
    ),
    ReportDefinition(
        "quality_work",
        (
            Column("by"),
            *whole_columns(*quality_work.COUNTS[:-1]),
            Column("plans", type=pl.Int64, label="improvement_plans"),
        ),
        chapter(quality_work.quality_work),
        "centre.quality_work:quality_work",
        order=("by",),
        person="by",
        readers=_OWN_WORK | DESK | AUDITOR,
        follows_facts=True,
    ),
)
