"""S13.7 承诺 Promises to customers: which were kept in time, and which are still to be kept."""

import narwhals.stable.v2 as nw

from projections.calendar import Period
from projections.expressions import Frame, dated_in, first_of, last_recorded, one, rows, total
from projections.tables import Tables

OUTCOMES = ("kept_in_time", "kept_late", "broken", "open", "overdue")


def promises(tables: Tables, period: Period) -> Frame:
    """S13.7: a row for everyone who made a promise in the period; each promise is in one of the columns after `made`.

    Columns: employee, made, kept_in_time, kept_late, broken, open, overdue.
    """
    counted = made(tables, period).with_columns(**{name: one(nw.col("outcome") == name) for name in OUTCOMES})
    summed = counted.group_by("employee").agg(*(total(name).alias(name) for name in OUTCOMES), made=rows())
    return summed.select("employee", "made", *OUTCOMES)


def made(tables: Tables, period: Period) -> Frame:
    """S13.7: the promises made in the period, by the local date.

    Columns: position, promise, employee, day, outcome (one of `OUTCOMES`), due_instant (as it was last moved).
    """
    updates = tables.of("promise_updates")
    state = last_recorded(updates, "promise").select("promise", "status", kept_at="instant")
    moved = last_recorded(updates.filter(nw.col("status") == "moved"), "promise").select(
        "promise", moved_to="due_instant"
    )
    dated = tables.of("promises").filter(dated_in(period))
    found = dated.join(state, on="promise", how="left").join(moved, on="promise", how="left")
    due = nw.when(nw.col("moved_to").is_null()).then(nw.col("due_instant")).otherwise(nw.col("moved_to"))
    status, now = nw.col("status"), tables.journal.recorded_instant
    outcome = first_of(
        [
            (status == "broken", nw.lit("broken")),
            ((status == "kept") & (nw.col("kept_at") <= nw.col("due_instant")), nw.lit("kept_in_time")),
            (status == "kept", nw.lit("kept_late")),
            (nw.col("due_instant") < now, nw.lit("overdue")),
        ],
        nw.lit("open"),
    )
    columns = ("position", "promise", "employee", "day", "due_instant", "outcome")
    return found.with_columns(due_instant=due).with_columns(outcome=outcome).select(*columns)
