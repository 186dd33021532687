"""S4 请假与缺勤 Leave taken and absence: what covers a shift, for how much of it, and what it is then called."""

import narwhals.stable.v2 as nw

from ledger.facts.contracts import STANDARD_DAY
from ledger.refusal import RulesError
from ledger.ruleset import RuleSet
from projections.calendar import Period
from projections.contracts import of_dates
from projections.expressions import (
    Expression,
    Frame,
    exists,
    last_recorded,
    marked,
    no_less_than_zero,
    round_half_up,
    taken_in_turn,
    week_number_of,
    whole,
)
from projections.people import Staff
from projections.tables import Tables

FULL_DAY = 1000
"""A whole shift of absence, in milli-days."""
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
    return counting(on_date)


def counting(on_date: Frame) -> Frame:
    """S4.1, S4.4: of the leaves on shifts, those that count, as of `taken`.

    `on_date` is employee, day, counted, type, request, minutes (missing: whole): a row a leave and assigned shift.
    """
    is_full = nw.col("minutes").is_null() | (nw.col("minutes") >= nw.col("counted"))
    marked_full = on_date.with_columns(
        full_request=nw.when(is_full).then(nw.col("request")),
        asked=nw.when(is_full).then(nw.col("counted")).otherwise(nw.col("minutes")),
    ).with_columns(alone=nw.col("full_request").min().over("employee", "day"))
    counting = marked_full.filter(nw.col("alone").is_null() | (nw.col("request") == nw.col("alone")))
    measured = taken_in_turn(counting, "minutes", "asked", "counted", ["employee", "day"], ["request"])
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


def taken_without_roster(
    leaves: Frame, staff: Staff, roster: Frame, dates: Frame, standard: Expression, contracts: Frame
) -> Frame:
    """S4.1a 无排班请假: full leave on one of the dates, in an ISO week without any assigned shift.

    Such a date counts its standard minutes; for pay and for entitlements it is one day of the contract in force on it.
    The leave that was recorded first counts alone. `dates` and `standard` as of `StandardDates`.

    Columns: employee, day, type, request, minutes, pay_minutes, milli_days.
    """
    on_date = leaves.rename({"minutes": "asked"}).join(dates, how="cross")
    within = on_date.filter((nw.col("first_day") <= nw.col("day")) & (nw.col("last_day") >= nw.col("day")))
    contracted = of_dates(within.drop("first_day", "last_day"), contracts)
    full = contracted.filter(nw.col("asked").is_null() | (nw.col("asked") >= nw.col("day_minutes")))
    employment = staff.employment.select("employee", "hired_on", employed_until="last_day")
    employed = full.join(employment, on="employee").filter(
        (nw.col("hired_on") <= nw.col("day")) & (nw.col("employed_until") >= nw.col("day"))
    )
    rostered = exists(roster.with_columns(week=week_number_of(nw.col("day"))), "rostered", "employee", "week")
    free = employed.join(rostered, on=["employee", "week"], how="left").filter(~marked("rostered"))
    first = free.with_columns(alone=nw.col("request").min().over("employee", "day"))
    return first.filter(nw.col("request") == nw.col("alone")).select(
        "employee",
        "day",
        "type",
        "request",
        minutes=standard,
        pay_minutes="day_minutes",
        milli_days=whole(FULL_DAY),
    )


def absences(attendance: Frame, on_shifts: Frame, without_roster: Frame) -> Frame:
    """S4.3, S4.4: all leave taken in the period and all absenteeism, a row each, under the type's name.

    An assigned shift without punches and without covering leave is absenteeism, less what partial leave takes of it.
    Columns: employee, day, type, minutes, pay_minutes (what pay takes them for), absent_minutes (what S4.5 takes them
    for where it counts days of 480), milli_days, request (missing for absenteeism).
    """
    columns = ("employee", "day", "type", "minutes", "pay_minutes", "absent_minutes", "milli_days", "request")
    absent = attendance.filter(nw.col("status") == "absent").select(
        "employee",
        "day",
        type=nw.lit(ABSENTEEISM),
        request=whole(None),
        minutes=nw.col("full") - nw.col("leave_minutes"),
        milli_days=no_less_than_zero(FULL_DAY - nw.col("leave_milli_days")),
    )
    as_taken = {"pay_minutes": nw.col("minutes"), "absent_minutes": nw.col("minutes")}
    of_shifts = [each.with_columns(**as_taken).select(*columns) for each in (on_shifts, absent)]
    # A date is 1000 milli-days whatever the contract (S4.1a), so a day of 480 minutes too.
    dates = without_roster.with_columns(absent_minutes=whole(STANDARD_DAY))
    return nw.concat([*of_shifts, dates.select(*columns)])


def refuse_unknown(tables: Tables, absences_: Frame, period: Period, rules: RuleSet) -> None:
    """Raises RulesError for leave taken of a type that the rule set does not know: what it does is not said."""
    taken_types = tables.engine.rows(absences_.select("type").unique())["type"].to_list()
    unknown = sorted(set(taken_types) - set(rules.leave_types) - {ABSENTEEISM})
    if unknown:
        raise RulesError(
            f"{period} has leave of type {unknown[0]!r}, which the rule set of that period does not know; "
            "add it to `leave_types` of that rule set, or record the leave under another type"
        )
