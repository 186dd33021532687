"""S13 The tables of running the centre (see ``projections.journal.schema``).

Of what happened at an instant `day` is the site's date, `minute` its wall-clock minute, and `instant` the minute by
UTC, which is what is compared with others and with now (``Journal.recorded_instant``).
"""

import polars as pl

from projections.journal.columns import (
    AT,
    DAY,
    PERIOD,
    TEXT,
    TEXTS,
    TRUTH,
    WHOLE,
    Table,
    day_of,
    instant_of,
    local_day_of,
    microsecond_of,
    minute_of,
    period_of,
    time_of,
)

CENTRE_TABLES: dict[str, Table] = {
    "punch_requests": Table("punch_request", {"request": TEXT, "employee": TEXT, **AT, "direction": TEXT}),
    "punch_request_decisions": Table("punch_request_decision", {"request": TEXT, "decision": TEXT}),
    "overtime_requests": Table(
        "overtime_request", {"request": TEXT, "employee": TEXT, "day": day_of("date"), "minutes": WHOLE}
    ),
    "overtime_request_decisions": Table("overtime_request_decision", {"request": TEXT, "decision": TEXT}),
    "seats": Table("seat", {"employee": TEXT, **AT, "microsecond": microsecond_of("at"), "action": TEXT}),
    "handovers": Table("handover", {"handover": TEXT, "team": TEXT, **AT, "from_leader": TEXT, "to_leader": TEXT}),
    "briefings": Table("briefing", {"briefing": TEXT, "team": TEXT, **AT, "leader": TEXT, "attendees": TEXTS}),
    "volumes": Table(
        "volume",
        {
            "day": day_of("date"),
            "channel": TEXT,
            "queue": TEXT,
            "interval": TEXT,
            "offered": WHOLE,
            "answered": WHOLE,
            "within_target": WHOLE,
            "handled_seconds": WHOLE,
        },
    ),
    "staff_needs": Table(
        "staff_need",
        {
            "team": TEXT,
            "day": day_of("date"),
            "from_minute": time_of("from"),
            "until_minute": time_of("until"),
            "seats": WHOLE,
        },
    ),
    "refunds": Table("refund", {"refund": TEXT, "employee": TEXT, "day": day_of("date"), "amount": WHOLE}),
    "refund_updates": Table("refund_update", {"refund": TEXT, **AT, "status": TEXT, "amount": WHOLE}),
    "promises": Table(
        "promise",
        {
            "promise": TEXT,
            "employee": TEXT,
            "day": local_day_of("made_at"),
            "minute": minute_of("made_at"),
            "instant": instant_of("made_at"),
            "due_instant": instant_of("due_at"),
        },
    ),
    "promise_updates": Table(
        "promise_update", {"promise": TEXT, **AT, "status": TEXT, "due_instant": instant_of("due_at")}
    ),
    "monitoring_quotas": Table(
        "monitoring_quota", {"role": TEXT, "channel": TEXT, "since": period_of("from"), "per_week": WHOLE}
    ),
    "reminders": Table("reminder", {"reminder": TEXT, "employee": TEXT, "by": TEXT, **AT}),
    "improvement_plans": Table(
        "improvement_plan", {"plan": TEXT, "employee": TEXT, "by": TEXT, **AT, "due_day": day_of("due_date")}
    ),
    "improvement_steps": Table("improvement_step", {"plan": TEXT, **AT, "status": TEXT}),
    "tasks": Table("task", {"task": TEXT, "by": TEXT, **AT, "due_day": day_of("due_date"), "to": TEXTS}),
    "task_steps": Table("task_step", {"task": TEXT, "employee": TEXT, **AT, "status": TEXT}),
    "instructions": Table(
        "instruction", {"instruction": TEXT, "by": TEXT, **AT, "due_day": day_of("due_date"), "teams": TEXTS}
    ),
    "acknowledgements": Table(
        "acknowledgement", {"of_kind": TEXT, "of": TEXT, "employee": TEXT, **AT, "agrees": TRUTH}
    ),
    "trainings": Table(
        "training",
        {"training": TEXT, "day": day_of("date"), "minutes": WHOLE, "counts": TRUTH, "attendees": TEXTS},
    ),
    "test_calls": Table("test_call", {"test": TEXT, "by": TEXT, **AT, "result": TEXT}),
    "reply_reviews": Table(
        "reply_review", {"review": TEXT, "employee": TEXT, "by": TEXT, "day": day_of("date"), "passed": TRUTH}
    ),
    "quarter_reviews": Table("quarter_review", {"employee": TEXT, "quarter": TEXT, "by": TEXT, **AT}),
    "payments": Table(
        "payment", {"employee": TEXT, "period": PERIOD, "item": TEXT, "amount": WHOLE, "paid_on": DAY, "batch": TEXT}
    ),
}
"""Of a ledger without such facts they are empty, and nothing is read for them."""

_LISTED = {
    "briefing_attendees": ("briefings", "attendees", {"briefing": pl.String, "attendee": pl.String}),
    "task_people": ("tasks", "to", {"task": pl.String, "employee": pl.String}),
    "instruction_teams": ("instructions", "teams", {"instruction": pl.String, "team": pl.String}),
    "training_attendees": ("trainings", "attendees", {"training": pl.String, "employee": pl.String}),
}
"""The tables of what facts list, a row each: the table and the column that list it, and the columns with `position`."""
_NONE = {name: pl.DataFrame(schema={"position": pl.Int64, **columns}) for name, (_, _, columns) in _LISTED.items()}


def listed_tables(tables: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """What facts of the centre list, a row each, and their tables without that; `for_all` of an instruction."""
    found = dict(_NONE)
    for name, (table, column, columns) in _LISTED.items():
        rows = tables[table]
        number, listed = columns
        if not rows.is_empty():
            each = rows.select("position", number, pl.col(column).alias(listed))
            found[name] = each.explode(listed).drop_nulls(listed)
        if table == "instructions":
            rows = rows.with_columns(for_all=pl.col(column).is_null())
        found[table] = rows.drop(column)
    return found
