"""S14.3 … S14.5 出勤 The attended shifts: how long each is, the rest before it, and the days worked in a row."""

import narwhals.stable.v2 as nw

from projections.attendance import attended
from projections.compliance.limits import Looked, beyond
from projections.expressions import Frame, whole
from projections.lookback import runs


def shift_length(looked: Looked, limit: int) -> Frame:
    """S14.3 单班时长: the counted minutes of an attended shift, with the overtime approved for its date."""
    found = with_overtime(looked).select(
        "employee",
        from_day="day",
        until_day="day",
        value=nw.col("counted") + nw.col("overtime"),
        limit=whole(limit),
    )
    return beyond("shift_length", "S14.3", found, nw.col("value") > limit)


def with_overtime(looked: Looked) -> Frame:
    """S14.3: the attended shifts with `overtime`, the minutes approved for the date, however they are compensated."""
    approved = looked.overtime.select("employee", "day", overtime="minutes")
    joined = attended(looked.attendance.shifts).join(approved, on=["employee", "day"], how="left")
    return joined.with_columns(nw.col("overtime").fill_null(0))


def runs_of(looked: Looked) -> Frame:
    """S14.4, S14.5: as of `lookback.runs`."""
    return runs(looked, looked.past.handed_on("lookback", looked.period))


def rest_between_shifts(looked: Looked, limit: int) -> Frame:
    """S14.4 班次间休息: from the planned end of the attended shift before to the planned start, in minutes."""
    found = (
        runs_of(looked)
        .filter(~nw.col("starts").is_null() & ~nw.col("before_ends").is_null())
        .select(
            "employee",
            from_day="before_day",
            until_day="day",
            value=nw.col("starts") - nw.col("before_ends"),
            limit=whole(limit),
        )
    )
    return beyond("rest_between_shifts", "S14.4", found, nw.col("value") < limit)


def days_in_a_row(looked: Looked, limit: int) -> Frame:
    """S14.5 连续出勤: a row for each run of dates that has one in the period, up to the period's end, in days."""
    ended = runs_of(looked).group_by("employee", "run", "run_from").agg(until_day=nw.col("day").max())
    found = ended.filter(nw.col("until_day") >= looked.period.first_day).select(
        "employee",
        "until_day",
        from_day="run_from",
        value=nw.col("until_day") - nw.col("run_from") + 1,
        limit=whole(limit),
    )
    return beyond("days_in_a_row", "S14.5", found, nw.col("value") > limit)
