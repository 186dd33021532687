"""S3.8a, S13.11 培训 Who attended which training, and the minutes of it that are worked."""

from typing import Protocol

import narwhals.stable.v2 as nw
import polars as pl

from projections.attendance import Attendance
from projections.calendar import Period
from projections.expressions import Frame, dated_in
from projections.tables import Tables

_WORKED: dict[str, type[pl.DataType]] = {
    "employee": pl.String,
    "day": pl.Int64,
    "position": pl.Int64,
    "minutes": pl.Int64,
}


class Trained(Protocol):
    """The period that is asked for: a `Month`."""

    tables: Tables
    period: Period

    @property
    def members(self) -> Frame:
        """S2.4: who is in the period."""
        ...

    @property
    def attendance(self) -> Attendance:
        """S3.6, S4."""
        ...


def attended(month: Trained) -> Frame:
    """S13.11: who attended which training of the period. Columns: employee, day, position, minutes, counts."""
    tables = month.tables
    dated = tables.of("trainings").filter(dated_in(month.period)).select("position", "day", "minutes", "counts")
    attendees = tables.of("training_attendees").select("position", "employee")
    return dated.join(attendees, on="position").select("employee", "day", "position", "minutes", "counts")


def worked_training(month: Trained) -> Frame:
    """S3.8a: the trainings that count of who is employed on the date and has no assigned shift on it.

    Columns: employee, day, position, minutes.
    """
    if month.tables.journal.tables["trainings"].is_empty():
        return month.tables.made_of(_WORKED, [])
    counting = (
        attended(month)
        .filter(nw.col("counts"))
        .join(month.members.select("employee", "first_day", "last_day"), on="employee")
    )
    employed = counting.filter((nw.col("first_day") <= nw.col("day")) & (nw.col("last_day") >= nw.col("day")))
    free = employed.join(month.attendance.assigned.select("employee", "day"), on=["employee", "day"], how="anti")
    return month.tables.settle(free.select(*_WORKED))
