"""S3.2 排班核对 A roster held against what it should be: hours against due, seats against need, and what is in the way.

The month is one that is expected (`projections.outlook`): its shifts that are still to come count as attended as they
are planned. They may be supposed (`projections.hypothesis`), so that nobody recorded them yet.
"""

from dataclasses import dataclass

import narwhals.stable.v2 as nw
import polars as pl

from projections import leave
from projections.centre.coverage import coverage
from projections.contracts import contracted
from projections.expressions import (
    Frame,
    dated_in,
    exists,
    last_recorded,
    marked,
    no_less_than_zero,
    running_total,
    total,
    whole,
)
from projections.holiday_minutes import of_employees
from projections.hours import full_due, leave_minutes
from projections.month import Month
from projections.settlement import working_with

LEAVE, LEAVE_REQUESTED, HOLIDAY = "leave", "leave_requested", "holiday"
OVERLAP, REST, DAYS_IN_A_ROW, NOT_EMPLOYED = "overlap", "rest", "days_in_a_row", "not_employed"
CONFLICTS = (NOT_EMPLOYED, OVERLAP, LEAVE, REST, DAYS_IN_A_ROW, LEAVE_REQUESTED, HOLIDAY)
"""What may be in the way of a shift, the gravest first."""
_ROW: dict[str, type[pl.DataType]] = {
    "employee": pl.String,
    "day": pl.Int64,
    "conflict": pl.String,
    "value": pl.Int64,
    "limit": pl.Int64,
}


@dataclass(frozen=True)
class RosterCheck:
    """What a period's roster comes to."""

    people: Frame
    """employee, rostered and due (minutes): of everyone in a role that has hours."""
    conflicts: Frame
    """employee, day, conflict (of `CONFLICTS`), and value and limit where it is beyond one: minutes or days."""
    coverage: Frame
    """S13.3: as of `centre.coverage`."""


def roster_check(month: Month) -> RosterCheck:
    """S3.2: what the roster of an expected month comes to.

    Raises RulesError where the period has a shift type or a leave type that the rule set does not know.
    """
    settle = month.tables.settle
    return RosterCheck(settle(_people(month)), settle(_conflicts(month)), settle(coverage(month)))


def _people(month: Month) -> Frame:
    """S3.7, S3.8, S4.4: minutes due, less those excused by leave; minutes rostered, with leave that counts as worked.

    Columns: employee, rostered, due.
    """
    found = month.attendance
    parts = [
        contracted(month.members, month.contracts),
        found.shifts.group_by("employee").agg(shifts=total("counted")),
        leave_minutes(month.tables, found.absences, month.rules),
    ]
    if not month.rules.holiday_in_worked:
        parts.append(of_employees(month.holiday_minutes))
    gathered = working_with(month.members, month.rules).select("employee")
    for part in parts:
        gathered = gathered.join(part, on="employee", how="left")
    if month.rules.holiday_in_worked:
        gathered = gathered.with_columns(holiday_minutes=whole(0))
    names = ("contracted", "shifts", "holiday_minutes", "credited", "lieu_leave", "excused")
    due = full_due(month.terms.standard_days, month.period)
    filled = gathered.with_columns(*(nw.col(name).fill_null(0) for name in names))
    return filled.select(
        "employee",
        rostered=nw.col("shifts") - nw.col("holiday_minutes") + nw.col("credited") + nw.col("lieu_leave"),
        due=no_less_than_zero(due - nw.col("excused")),
    )


def _conflicts(month: Month) -> Frame:
    """What is in the way of shifts of the period, in the order of `CONFLICTS` a row each."""
    return nw.concat([_unemployed(month), *_between_shifts(month), _in_a_row(month), *_leaves(month), _holidays(month)])


def _unemployed(month: Month) -> Frame:
    """S2.2: shifts on dates on which their holder is not employed, which count for nothing."""
    rows = month.tables.of("roster").filter(dated_in(month.period))
    latest = last_recorded(rows, "employee", "day").filter(~nw.col("shift").is_null())
    kept = exists(month.attendance.assigned, "kept", "employee", "day")
    return _conflict(latest.join(kept, on=["employee", "day"], how="left").filter(~marked("kept")), NOT_EMPLOYED)


def _between_shifts(month: Month) -> tuple[Frame, Frame]:
    """S14.4: of a shift and the one before it, planned times that overlap, or a rest below the rule set's limit.

    Of the last shift of the period, the rest before the one after it too.
    """
    timed = _shifts(month)
    newest = timed.with_columns(newest=nw.col("day").max().over("employee")).filter(nw.col("day") == nw.col("newest"))
    before = timed.select("employee", "day", value=nw.col("starts") - nw.col("before_ends"))
    after = newest.select("employee", "day", value=nw.col("next_starts") - nw.col("ends"))
    rests = nw.concat([before, after]).filter(~nw.col("value").is_null())
    limits = month.rules.compliance
    limit = 0 if limits is None else limits.rest_between_shifts or 0
    short = rests.filter((nw.col("value") >= 0) & (nw.col("value") < limit))
    return (
        _conflict(rests.filter(nw.col("value") < 0), OVERLAP),
        _conflict(short.with_columns(limit=whole(limit)), REST),
    )


def _in_a_row(month: Month) -> Frame:
    """S14.5: the shifts of a run of dates beyond the rule set's limit, each with how many dates it is by then."""
    limits = month.rules.compliance
    limit = None if limits is None else limits.days_in_a_row
    if limit is None:
        return month.tables.made_of(_ROW, [])
    placed = month.attendance.assigned.select("employee", "day", one=whole(1))
    numbered = placed.with_columns(run=nw.col("day") - running_total("one", ["employee"], ["day"]))
    counted = numbered.with_columns(value=nw.col("day") - nw.col("day").min().over("employee", "run") + 1)
    beyond = counted.filter(dated_in(month.period) & (nw.col("value") > limit))
    return _conflict(beyond.with_columns(limit=whole(limit)), DAYS_IN_A_ROW)


def _leaves(month: Month) -> tuple[Frame, Frame]:
    """S4.1: shifts on a date of a leave that is approved, or asked for; of a part of a shift its minutes."""
    tables, shifts = month.tables, _shifts(month).select("employee", "day")
    decided = exists(tables.of("leave_decisions"), "decided", "leave")
    asked = tables.of("leaves").join(decided, on="leave", how="left").filter(~marked("decided"))
    return (
        _conflict(_on_dates(shifts, _approved(month)), LEAVE),
        _conflict(_on_dates(shifts, asked), LEAVE_REQUESTED),
    )


def _on_dates(shifts: Frame, leaves: Frame) -> Frame:
    spans = leaves.select("employee", "first_day", "last_day", value="minutes")
    found = shifts.join(spans, on="employee")
    return found.filter((nw.col("first_day") <= nw.col("day")) & (nw.col("last_day") >= nw.col("day")))


def _holidays(month: Month) -> Frame:
    """S10.4: shifts on a statutory holiday."""
    days = month.calendar.holidays
    return _conflict(_shifts(month).filter(nw.col("day").is_in(list(days))), HOLIDAY)


def _conflict(found: Frame, name: str) -> Frame:
    """Rows of a conflict; `value` and `limit` are missing where `found` has none."""
    given = found.collect_schema().names()
    absent = {each: whole(None) for each in ("value", "limit") if each not in given}
    return found.with_columns(conflict=nw.lit(name), **absent).select(*_ROW)


def _approved(month: Month) -> Frame:
    return leave.approved(month.tables, month.period)


def _shifts(month: Month) -> Frame:
    """The shifts of the period, as of `roster.shifts`."""
    return month.attendance.timed.filter(nw.col("in_period"))
