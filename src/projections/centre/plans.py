"""S13.9 改进方案 Improvement plans: what was set for whom until when, and how far each has come."""

import narwhals.stable.v2 as nw

from projections.centre.steps import OVER, with_status
from projections.expressions import Frame, dated_in, rows
from projections.month import Month


def plans(month: Month) -> Frame:
    """S13.9: the plans of the period, by the local date of `at`.

    Columns: plan, employee, by, day, due_day, status, late, position.
    """
    return _with_status(month, month.tables.of("improvement_plans").filter(dated_in(month.period)))


def open_plans(month: Month, until: int) -> Frame:
    """S13.12: how many plans of everyone are open now, of a local date up to that day. Columns: employee, open."""
    counted = plans_until(month, until).filter(~nw.col("status").is_in(OVER))
    return counted.group_by("employee").agg(open=rows())


def plans_until(month: Month, until: int) -> Frame:
    """The plans of a local date up to that day, whatever the period; columns as of `plans`."""
    return _with_status(month, month.tables.of("improvement_plans").filter(nw.col("day") <= until))


def _with_status(month: Month, set_: Frame) -> Frame:
    steps = month.tables.of("improvement_steps").select("plan", "position", "status", "day")
    columns = ("plan", "employee", "by", "day", "due_day", "position")
    return with_status(set_.select(*columns), steps, month.today, "plan")
