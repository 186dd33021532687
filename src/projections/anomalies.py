"""异常 What a team leader has to look at: punches that fit no shift, and shifts that lack some (S3.5, S4.3, S4.4)."""

import narwhals.stable.v2 as nw

from projections.attendance import Attendance
from projections.calendar import Period
from projections.expressions import Frame, dated_in, exists, marked, whole
from projections.people import Staff

_COLUMNS = ("employee", "day", "kind", "minute", "position")


def anomalies(found: Attendance, staff: Staff, period: Period) -> Frame:
    """Every anomaly of the period. Columns: employee, day, kind, minute (local) and position (on the ledger) of the
    punch, missing where it is not a punch's.
    """
    by_shift = found.shifts.filter(nw.col("status").is_in(["missing_in", "missing_out", "absent"])).select(
        "employee", "day", kind="status", minute=whole(None), position=whole(None)
    )
    covered = exists(found.shifts.filter(nw.col("status") == "leave"), "covered", "employee", "day")
    on_leave = (
        found.reached.filter(nw.col("owned") & nw.col("in_period"))
        .join(covered, on=["employee", "day"])
        .select("employee", "day", "minute", "position", kind=nw.lit("punches_on_leave"))
    )
    parts = [by_shift, on_leave, unreached(found.punches, found.reached, staff, period)]
    return nw.concat([part.select(*_COLUMNS) for part in parts])


def unreached(punches: Frame, reached: Frame, staff: Staff, period: Period) -> Frame:
    """S3.4: punches in no reach, on their local date: stray, or of someone not employed on that date.

    Columns: employee, day, kind (`stray`, `outside_employment`), minute, position.
    """
    dated = punches.filter(dated_in(period, "punch_day"))
    alone = dated.join(exists(reached, "reached", "position"), on="position", how="left").filter(~marked("reached"))
    employed = (nw.col("hired_on") <= nw.col("punch_day")) & (nw.col("last_day") >= nw.col("punch_day"))
    people = staff.employment.select("employee", "hired_on", "last_day")
    return alone.join(people, on="employee").select(
        "employee",
        "minute",
        "position",
        day="punch_day",
        kind=nw.when(employed).then(nw.lit("stray")).otherwise(nw.lit("outside_employment")),
    )
