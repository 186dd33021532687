"""The reports of S13.2, S13.3, S13.6 and S13.7: traffic, seats, refunds, promises and complaints."""

import polars as pl

from ledger.facts.complaints import Complaint
from ledger.roles import AUDITOR, DESK, SEES_CENTRE, SEES_FLOOR, SEES_MARKS, TEAM
from projections.centre.complaints import complaints
from projections.centre.coverage import coverage
from projections.centre.promises import promises
from projections.centre.refunds import refunds
from projections.centre.volume import volume
from projections.reports.columns import AMOUNT, DATE, EMPLOYEE, chapter, whole_columns
from projections.reports.definition import Column, ReportDefinition
from projections.reports.forms import decimal_form, minute_form, time_form

SERVICE = (
    ReportDefinition(
        "volume",
        (
            DATE,
            Column("channel", labelled=True),
            Column("queue"),
            *whole_columns("offered", "answered"),
            Column("answered_percent", decimal_form),
            Column("within_target_percent", decimal_form),
            *whole_columns("mean_handle_seconds"),
        ),
        chapter(lambda month: volume(month.tables, month.period)),
        "centre.volume:volume",
        rests_on="volumes",
        order=("day", "channel", "queue"),
        readers=SEES_CENTRE,
        person=None,
        row_key=("date", "channel", "queue"),
        by_row=True,
        follows_facts=True,
    ),
    ReportDefinition(
        "coverage",
        (
            Column("team"),
            DATE,
            Column("from", time_form, "from_minute", label="from_time"),
            Column("until", time_form, "until_minute", label="until_time"),
            *whole_columns("needed", "rostered", "on_leave", "present", "gap"),
        ),
        chapter(coverage),
        "centre.coverage:coverage",
        rests_on="staff_needs",
        order=("team", "day", "from_minute"),
        readers=TEAM | DESK | AUDITOR,
        person=None,
        team="team",
        row_key=("team", "date", "from"),
        by_row=True,
        follows_facts=True,
    ),
    ReportDefinition(
        "refunds",
        (
            EMPLOYEE,
            *whole_columns("registered"),
            AMOUNT,
            *whole_columns("paid"),
            Column("paid_amount", decimal_form),
            *whole_columns("rejected", "erroneous"),
            Column("error_percent", decimal_form),
        ),
        chapter(lambda month: refunds(month.tables, month.period)),
        "centre.refunds:refunds",
        rests_on="refunds",
        readers=SEES_MARKS,
        follows_facts=True,
    ),
    ReportDefinition(
        "promises",
        (EMPLOYEE, *whole_columns("made", "kept_in_time", "kept_late", "broken", "open", "overdue")),
        chapter(lambda month: promises(month.tables, month.period)),
        "centre.promises:promises",
        rests_on="promises",
        readers=SEES_FLOOR,
        follows_facts=True,
    ),
    ReportDefinition(
        "complaints",
        (
            Column("complaint"),
            EMPLOYEE,
            DATE,
            Column("severity", type=pl.Int64),
            Column("status", labelled=True),
            Column("received_at", minute_form, "received_minute"),
            Column("escalated_at", minute_form, "escalated_minute"),
            Column("decided_at", minute_form, "decided_minute"),
            Column("late", type=pl.Boolean, label="is_late"),
        ),
        chapter(lambda month: complaints(month.tables, month.period)),
        "centre.complaints:complaints",
        rests_on="complaints",
        order=("day", "complaint"),
        readers=Complaint.readers,
        row_key=("complaint",),
        of_kind=Complaint.kind,
        by_row=True,
        follows_facts=True,
    ),
)
