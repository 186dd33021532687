"""S13.7 疑难投诉跟踪 Complaints: how far each has come, and whether its verdict is late."""

import narwhals.stable.v2 as nw

from projections.calendar import Period
from projections.expressions import Expression, Frame, dated_in, last_recorded, whole
from projections.scores import verdicts, with_owner
from projections.tables import Tables


def complaints(tables: Tables, period: Period) -> Frame:
    """S13.7: a row for each complaint of the period.

    Columns: position, complaint, employee (missing: nobody's), day, severity, status, received_minute,
    escalated_minute, decided_minute (local; missing where it was not), late.
    """
    updates = tables.of("complaint_updates")
    verdict = verdicts(tables).select("complaint", verdict="status", decided="instant", decided_minute="minute")
    last = last_recorded(updates, "complaint").select("complaint", last="status")
    found = with_owner(tables, tables.of("complaints").filter(dated_in(period)))
    for part in (verdict, last, _escalated(updates)):
        found = found.join(part, on="complaint", how="left")
    outcome = nw.when(nw.col("verdict").is_null()).then(nw.col("last")).otherwise(nw.col("verdict"))
    return found.select(
        "position",
        "complaint",
        "employee",
        "day",
        "severity",
        "received_minute",
        "escalated_minute",
        "decided_minute",
        status=nw.when(outcome.is_null()).then(nw.lit("open")).otherwise(outcome),
        late=_late(tables.journal.recorded_instant),
    )


def _escalated(updates: Frame) -> Frame:
    """S13.7: complaint, escalated_minute (local): of the instants at which it was escalated the earliest."""
    escalated = updates.filter(nw.col("status") == "escalated")
    first = escalated.with_columns(first=nw.col("instant").min().over("complaint"))
    earliest = first.filter(nw.col("instant") == nw.col("first"))
    return earliest.group_by("complaint").agg(escalated_minute=nw.col("minute").min())


def _late(now: int) -> Expression:
    """S13.7: decided after it was due, or undecided with that before now; never without `due_at`."""
    until = nw.when(nw.col("decided").is_null()).then(whole(now)).otherwise(nw.col("decided"))
    return (nw.col("due_instant") < until).fill_null(value=False)
