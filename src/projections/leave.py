"""S4 请假与缺勤 Leave taken and absence: what covers a shift, for how much of it, and what it is then called."""

import narwhals.stable.v2 as nw
import polars as pl

from ledger.refusal import RulesError
from ledger.ruleset import RuleSet
from projections.calendar import WEEKDAYS, Period, weekday
from projections.expressions import (
    Frame,
    exists,
    last_recorded,
    marked,
    no_less_than_zero,
    round_half_up,
    rounded,
    running_total,
    smaller,
    whole,
)
from projections.people import Staff
from projections.tables import Tables

FULL_DAY = 1000
"""A whole shift of absence, in milli-days."""
DAY_MINUTES = 480
"""S4.1a: what a date of leave in a week without a roster is for pay, and how long leave on it is full, in minutes."""
ABSENTEEISM = "absenteeism"
"""旷工 Absence without leave: no leave type, and so never one of the rule set's."""


def approved(tables: Tables, period: Period) -> Frame:
    """S4.1: the leaves touching the period whose last decision is approval.

    Columns: request (the ledger position of the leave), employee, type, first_day, last_day, minutes (missing: whole).
    """
    decided = last_recorded(tables.of("leave_decisions"), "leave").filter(nw.col("decision") == "approved")
    touching = tables.of("leaves").filter(
        (nw.col("first_day") <= period.last_day) & (nw.col("last_day") >= period.first_day)
    )
    return tables.settle(
        touching.join(decided.select("leave"), on="leave").select(
            "employee", "type", "first_day", "last_day", "minutes", request="position"
        )
    )


def taken(leaves: Frame, shifts: Frame) -> Frame:
    """S4.1, S4.4: the leave that counts on each assigned shift, first recorded first.

    A full leave counts alone; without one, partial leaves are taken in order up to the shift's counted minutes.
    Columns: employee, day, type, request, minutes, milli_days, counted (of the shift), covers (the shift fully).
    """
    on_date = shifts.join(leaves, on="employee").filter(
        (nw.col("first_day") <= nw.col("day")) & (nw.col("last_day") >= nw.col("day"))
    )
    is_full = nw.col("minutes").is_null() | (nw.col("minutes") >= nw.col("counted"))
    marked_full = on_date.with_columns(
        full_request=nw.when(is_full).then(nw.col("request")),
        asked=nw.when(is_full).then(nw.col("counted")).otherwise(nw.col("minutes")),
    ).with_columns(alone=nw.col("full_request").min().over("employee", "day"))
    counting = marked_full.filter(nw.col("alone").is_null() | (nw.col("request") == nw.col("alone")))
    so_far = running_total("asked", ["employee", "day"], ["request"])
    left = no_less_than_zero(nw.col("counted") - (so_far - nw.col("asked")))
    measured = counting.with_columns(left=left).with_columns(minutes=smaller(nw.col("left"), nw.col("asked")))
    sized = measured.filter(nw.col("minutes") > 0).select(
        "employee",
        "day",
        "type",
        "request",
        "minutes",
        "counted",
        milli_days=round_half_up(nw.col("minutes") * FULL_DAY, nw.col("counted")),
        together=nw.col("minutes").sum().over("employee", "day").cast(nw.Int64),
    )
    return sized.with_columns(covers=nw.col("together") >= nw.col("counted")).drop("together")


def taken_without_roster(tables: Tables, leaves: Frame, staff: Staff, roster: Frame, period: Period, due: int) -> Frame:
    """S4.1a 无排班请假: full leave on a weekday of an ISO week in which the employee has no assigned shift at all.

    Such a date counts its standard minutes of the period's full due; the leave that was recorded first counts alone.
    Columns: employee, day, type, request, minutes, milli_days.
    """
    days = [(day, _week(day), minutes) for day, minutes in standard_minutes(tables, period, due)]
    weekdays = tables.made_of({"day": pl.Int64, "week": pl.Int64, "standard": pl.Int64}, days)
    full = leaves.filter(nw.col("minutes").is_null() | (nw.col("minutes") >= DAY_MINUTES)).drop("minutes")
    on_date = full.join(weekdays, how="cross").filter(
        (nw.col("first_day") <= nw.col("day")) & (nw.col("last_day") >= nw.col("day"))
    )
    employment = staff.employment.select("employee", "hired_on", employed_until="last_day")
    employed = on_date.join(employment, on="employee").filter(
        (nw.col("hired_on") <= nw.col("day")) & (nw.col("employed_until") >= nw.col("day"))
    )
    rostered = exists(roster.with_columns(week=(nw.col("day") + 3) // 7), "rostered", "employee", "week")
    free = employed.join(rostered, on=["employee", "week"], how="left").filter(~marked("rostered"))
    first = free.with_columns(alone=nw.col("request").min().over("employee", "day"))
    return first.filter(nw.col("request") == nw.col("alone")).select(
        "employee", "day", "type", "request", minutes="standard", milli_days=whole(FULL_DAY)
    )


def standard_minutes(tables: Tables, period: Period, due: int) -> list[tuple[int, int]]:
    """S4.1a 标准分钟: each Monday … Friday of a period that is no statutory holiday, and its part of the full due.

    All parts together make the due, in minutes; the k-th of n days has what is rounded up to it less what is before it.
    """
    recorded = tables.journal.tables["holidays"].sort("position").unique("day", keep="last")
    holidays = set(recorded.drop_nulls("name")["day"])
    dates = range(period.first_day, period.last_day + 1)
    days = [day for day in dates if weekday(day) < WEEKDAYS and day not in holidays]
    upto = [rounded(k * due, len(days)) for k in range(len(days) + 1)] if days else []
    return [(day, upto[k] - upto[k - 1]) for k, day in enumerate(days, start=1)]


def _week(day: int) -> int:
    """The ISO week of a day, as a running number."""
    return (day + 3) // 7


def absences(attendance: Frame, on_shifts: Frame, without_roster: Frame) -> Frame:
    """S4.3, S4.4: all leave taken in the period and all absenteeism, a row each, under the type's name.

    An assigned shift without punches and without covering leave is absenteeism, less what partial leave takes of it.
    Columns: employee, day, type, minutes, pay_minutes (what pay takes them for), milli_days, request (missing for
    absenteeism).
    """
    columns = ("employee", "day", "type", "minutes", "pay_minutes", "milli_days", "request")
    absent = attendance.filter(nw.col("status") == "absent").select(
        "employee",
        "day",
        type=nw.lit(ABSENTEEISM),
        request=whole(None),
        minutes=nw.col("full") - nw.col("leave_minutes"),
        milli_days=no_less_than_zero(FULL_DAY - nw.col("leave_milli_days")),
    )
    of_shifts = [each.with_columns(pay_minutes=nw.col("minutes")).select(*columns) for each in (on_shifts, absent)]
    return nw.concat([*of_shifts, without_roster.with_columns(pay_minutes=whole(DAY_MINUTES)).select(*columns)])


def refuse_unknown(tables: Tables, absences_: Frame, period: Period, rules: RuleSet) -> None:
    """Raises RulesError for leave taken of a type that the rule set does not know: what it does is not said."""
    taken_types = tables.engine.rows(absences_.select("type").unique())["type"].to_list()
    unknown = sorted(set(taken_types) - set(rules.leave_types) - {ABSENTEEISM})
    if unknown:
        raise RulesError(
            f"{period} has leave of type {unknown[0]!r}, which the rule set of that period does not know; "
            "add it to `leave_types` of that rule set, or record the leave under another type"
        )
