"""S13.14 主管布置的工作 Tasks: what was set for whom, and how far each of them has come."""

from projections.centre.steps import with_status
from projections.expressions import Frame, dated_in
from projections.month import Month


def tasks(month: Month) -> Frame:
    """S13.14: a row for each of `to` of the period's tasks, by the local date of `at`.

    Columns: task, employee, by, due_day (missing where there is none), status, late, position (of the task).
    """
    tables = month.tables
    set_ = tables.of("tasks").filter(dated_in(month.period)).select("task", "by", "due_day", "position")
    given = set_.join(tables.of("task_people").select("position", "employee"), on="position")
    steps = tables.of("task_steps").select("task", "employee", "position", "status", "day")
    return with_status(given, steps, month.today, "task", "employee")
