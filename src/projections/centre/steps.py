"""S13.9, S13.14 Steps: how far a plan or a task has come, and whether it is late."""

import narwhals.stable.v2 as nw

from projections.expressions import Frame, last_recorded

OPEN, DONE, CHECKED, CANCELLED = "open", "done", "checked", "cancelled"
OVER = (CHECKED, CANCELLED)
"""The steps after which nothing is left to be done; before them it counts as open."""


def with_status(set_: Frame, steps: Frame, today: int, *key: str) -> Frame:
    """Adds `status`, the step that was recorded last, and `late` to what was set to be done.

    `set_` has the key and due_day, which may be missing; `steps` the key, position, status and day. Late is what was
    due before today without a step done or checked up to then, unless it is cancelled.
    """
    last = last_recorded(steps, *key).select(*key, "status")
    finished = steps.filter(nw.col("status").is_in([DONE, CHECKED]))
    first_done = finished.group_by(*key).agg(done_day=nw.col("day").min())
    joined = set_.join(last, on=list(key), how="left").join(first_done, on=list(key), how="left")
    status = nw.col("status").fill_null(OPEN)
    in_time = (nw.col("done_day") <= nw.col("due_day")).fill_null(value=False)
    is_over = (nw.col("due_day") < today).fill_null(value=False)
    return joined.with_columns(status=status, late=is_over & ~in_time & (status != CANCELLED)).drop("done_day")
