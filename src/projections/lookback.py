"""S14 回看 What a period hands on for the report of compliance: working time, and everyone's last attended shift.

It belongs to the closing state of everyone, whatever the rule set looks at, for an approval may be recorded later.
"""

from dataclasses import dataclass
from typing import Protocol

import narwhals.stable.v2 as nw
import polars as pl

from ledger.ruleset import RuleSet
from projections.attendance import Attendance, attended
from projections.calendar import Period
from projections.contracts import of_dates
from projections.expressions import Frame, running_total, total, whole
from projections.facts import Facts
from projections.holiday_minutes import of_employees
from projections.leave import ABSENTEEISM
from projections.tables import Tables

CYCLE_TIME: dict[str, type[pl.DataType]] = {"employee": pl.String, "time": pl.Int64, "standard": pl.Int64}
LAST_ATTENDED: dict[str, type[pl.DataType]] = {
    "employee": pl.String,
    "day": pl.Int64,
    "ends": pl.Int64,
    "run_from": pl.Int64,
}
PARTS = ("counted", "holiday", "overtime", "training", "leave")
"""What the time of a period is made of (S14.2), in minutes; holiday minutes are taken off."""


@dataclass(frozen=True)
class Lookback:
    """What a period hands on to those after it."""

    cycle_time: Frame
    """S14.2: employee, time, standard (minutes): of everyone in the period, approval or not."""
    last_attended: Frame
    """S14.4, S14.5: employee, day, ends (the planned end, an instant), run_from (the first date of the run of days that
    ends with it): of everybody's last attended shift, in the period or before it."""


class Looked(Protocol):
    """The period that is looked at: a `Month`."""

    tables: Tables
    facts: Facts
    period: Period
    rules: RuleSet

    @property
    def members(self) -> Frame:
        """S2.4: who is in the period."""
        ...

    @property
    def attendance(self) -> Attendance:
        """S3.6, S4."""
        ...

    @property
    def overtime(self) -> Frame:
        """S3.6: the approved overtime of the period's dates."""
        ...

    @property
    def training(self) -> Frame:
        """S3.8a: the trainings that are worked."""
        ...

    @property
    def holiday_minutes(self) -> Frame:
        """S10.4a: a row a shift and statutory holiday."""
        ...


def lookback(looked: Looked, before: Lookback | None) -> Lookback:
    """What the period hands on; `before` is what the one before it did, None before the ledger's first."""
    tables = looked.tables
    worked = nw.col("counted") - nw.col("holiday") + nw.col("overtime") + nw.col("training") + nw.col("leave")
    time = time_parts(looked).select("employee", "standard", time=worked).select(*CYCLE_TIME)
    newest = nw.col("day").max().over("employee")
    last = runs(looked, before).with_columns(newest=newest).filter(nw.col("day") == nw.col("newest"))
    return Lookback(tables.settle(time), tables.settle(last.select(*LAST_ATTENDED)))


def time_parts(looked: Looked) -> Frame:
    """S14.2: what the time of a period is made of, and its standard, of everyone in it.

    Columns, in minutes: employee, counted, holiday, overtime, training, leave (see `PARTS`), standard.
    """
    shifts = looked.attendance.shifts
    taken = looked.attendance.absences.filter(nw.col("type") != ABSENTEEISM)
    sums = [
        shifts.group_by("employee").agg(counted=total("counted")),
        _holidays(looked),
        looked.overtime.group_by("employee").agg(overtime=total("minutes")),
        looked.training.group_by("employee").agg(training=total("minutes")),
        taken.group_by("employee").agg(leave=total("minutes")),
        standard_days(looked).group_by("employee").agg(standard=total("day_minutes")),
    ]
    gathered = looked.members.select("employee")
    for part in sums:
        gathered = gathered.join(part, on="employee", how="left")
    return gathered.with_columns(*(nw.col(name).fill_null(0) for name in (*PARTS, "standard")))


def _holidays(looked: Looked) -> Frame:
    """S14.2, S3.8: the holiday minutes that do not count as worked. Columns: employee, holiday."""
    if looked.rules.holiday_in_worked:
        return looked.tables.made_of({"employee": pl.String, "holiday": pl.Int64}, [])
    return of_employees(looked.holiday_minutes).select("employee", holiday="holiday_minutes")


def standard_days(looked: Looked) -> Frame:
    """S14.2: the working days of the calendar on which somebody is employed, each with the `day_minutes` of its date.

    Columns: employee, day, day_minutes, pay, rate.
    """
    period = looked.period
    days = looked.facts.calendar.working_days(period.first_day, period.last_day)
    dates = looked.tables.made_of({"day": pl.Int64}, [(day,) for day in days])
    spans = looked.members.select("employee", "first_day", "last_day")
    employed = spans.join(dates, how="cross").filter(
        (nw.col("first_day") <= nw.col("day")) & (nw.col("last_day") >= nw.col("day"))
    )
    return of_dates(employed.select("employee", "day"), looked.facts.contracts)


def runs(looked: Looked, before: Lookback | None) -> Frame:
    """S14.4, S14.5: the attended shifts of the period, after everyone's last one before it, and the runs they make.

    Columns: employee, day, starts (missing of the shift before the period), ends, run (a number of the employee's),
    run_from, before_day and before_ends (of the shift before; missing where there is none).
    """
    columns = ("employee", "day", "starts", "ends", "since")
    here = attended(looked.attendance.shifts).with_columns(since=nw.col("day")).select(*columns)
    handed = looked.tables.made_of(LAST_ATTENDED, []) if before is None else before.last_attended
    earlier = handed.with_columns(starts=whole(None), since=nw.col("run_from")).select(*columns)
    placed = nw.concat([earlier, here]).with_columns(one=whole(1))
    numbered = placed.with_columns(run=nw.col("day") - running_total("one", ["employee"], ["day"]))
    return numbered.with_columns(
        run_from=nw.col("since").min().over("employee", "run"),
        before_day=nw.col("day").shift(1).over("employee", order_by="day"),
        before_ends=nw.col("ends").shift(1).over("employee", order_by="day"),
    ).drop("one", "since")
