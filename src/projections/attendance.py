"""S3.6 考勤 Attendance: what became of each assigned shift of the period."""

from dataclasses import dataclass

import narwhals.stable.v2 as nw

from ledger.ruleset import RuleSet
from projections import leave, punches, roster
from projections.calendar import Period
from projections.expressions import Expression, Frame, exists, last_recorded, marked, no_less_than_zero, total, whole
from projections.people import Staff
from projections.punctuality import with_grace
from projections.roster import RulesOf
from projections.standard_minutes import StandardDates
from projections.tables import Tables


@dataclass(frozen=True)
class Attendance:
    """What the chapter hands on: a row a shift, a row an absence, and the punches with the shifts they lie in."""

    shifts: Frame
    """employee, day, shift, status, in_minute, out_minute (local), late, early, counted, leave_type, holiday, full (the
    type's counted minutes), overnight, forgiven and late_counted (S3.6a), unpunctual (S8.2), leave_minutes,
    leave_milli_days; minutes throughout. And what they were made from: entry (the ledger position of the roster's
    fact), and as instants in_instant, out_instant, starts, ends, reach_from, reach_until."""
    absences: Frame
    """employee, day, type, minutes, pay_minutes, absent_minutes, milli_days: all leave and all absenteeism (S4).
    Minutes are those of hours, pay_minutes those of pay (S4.1a), absent_minutes those of S4.5; request is the ledger
    position of the leave, missing for absenteeism."""
    punches: Frame
    """position, employee, instant, minute (local), direction, punch_day."""
    reached: Frame
    """position, employee, day (of the shift), in_period, instant, minute (local), direction, owned."""
    assigned: Frame
    """The shifts of the period and of a week around it: as of `roster.assigned`."""
    timed: Frame
    """The same with their times and their reach: as of `roster.shifts`."""


@dataclass(frozen=True)
class Outcomes:
    """What became of each assigned shift, and what that was made from."""

    shifts: Frame
    """As in `Attendance`."""
    on_shifts: Frame
    """The leave that counts on shifts: as of `leave.taken`."""
    leaves: Frame
    """The approved leaves that touch the period: as of `leave.approved`."""
    assigned: Frame
    """The shifts of the period and of a week around it: as of `roster.assigned`."""
    timed: Frame
    """As in `Attendance`."""
    punches: Frame
    """As in `Attendance`."""
    reached: Frame
    """As in `Attendance`."""


def outcomes(
    tables: Tables,
    staff: Staff,
    period: Period,
    rules_of: RulesOf,
    punched_until: int | None = None,
    *,
    as_planned: bool = False,
) -> Outcomes:
    """S3.2 … S3.6a, S4.1: the assigned shifts of the period.

    With `punched_until`, an instant: what the punches up to then, that minute included, make of each shift, as if its
    reach had ended; no shift is planned. With `as_planned` those that are planned count as attended as planned.
    Raises RulesError where the period has a shift type that the rule set does not know.
    """
    rules = rules_of(period.number)
    assigned = roster.assigned(tables, staff, period)
    timed = roster.shifts(tables, assigned, period, rules_of)
    seen = punches.near(tables, period)
    planned = is_planned(tables.journal.recorded_instant)
    if punched_until is not None:
        seen, planned = tables.settle(seen.filter(nw.col("instant") <= punched_until)), nw.lit(value=False)
    reached = punches.reached(tables, timed, seen)
    paired = punches.paired(reached, timed, rules.repeat_minutes)
    due = timed.filter(nw.col("in_period")).with_columns(planned=planned)
    coming = due.filter(nw.col("planned"))
    if as_planned:
        due = due.with_columns(planned=nw.lit(value=False))
    leaves = leave.approved(tables, period)
    on_shifts = tables.settle(leave.taken(leaves, due.filter(~nw.col("planned")).select("employee", "day", "counted")))
    if as_planned:
        paired = punches.with_planned(paired, coming, on_shifts)
    shifts = tables.settle(_outcomes(tables, due, paired, on_shifts, period, rules))
    return Outcomes(shifts, on_shifts, leaves, assigned, timed, seen, reached)


def attendance(
    tables: Tables,
    staff: Staff,
    period: Period,
    dates: StandardDates,
    contracts: Frame,
    rules_of: RulesOf,
    *,
    as_planned: bool = False,
) -> Attendance:
    """S3.2 … S3.6a and S4: the attendance of everyone rostered or on leave in the period.

    `dates` are those that have standard minutes (S4.1a), `contracts` as of `contracts.in_force` (S3.7a). With
    `as_planned` the shifts that are still planned count as attended as planned.
    Raises RulesError where the period has a shift type or a leave type that the rule set does not know.
    """
    found = outcomes(tables, staff, period, rules_of, as_planned=as_planned)
    without_roster = leave.taken_without_roster(
        found.leaves, staff, found.assigned, dates.frame(tables), dates.minutes(), contracts
    )
    absences = tables.settle(leave.absences(found.shifts, found.on_shifts, without_roster))
    leave.refuse_unknown(tables, absences, period, rules_of(period.number))
    return Attendance(found.shifts, absences, found.punches, found.reached, found.assigned, found.timed)


def is_planned(recorded: int) -> Expression:
    """S3.5a: whether punches of a shift may still come in, with what was recorded up to an instant."""
    return nw.col("reach_until") > recorded


def attended(shifts: Frame) -> Frame:
    """The attended shifts, and those with a missing punch that the rule set counts as planned (S3.5)."""
    return shifts.filter((nw.col("status") == "attended") | (nw.col("counted") > 0))


def _outcomes(tables: Tables, due: Frame, paired: Frame, on_shifts: Frame, period: Period, rules: RuleSet) -> Frame:
    first = nw.col("request").min().over("employee", "day")
    named = on_shifts.with_columns(first_type=nw.when(nw.col("request") == first).then(nw.col("type")))
    leave_of_shift = named.group_by("employee", "day").agg(
        leave_type=nw.col("first_type").max(),
        covered=nw.col("covers").max(),
        leave_minutes=total("minutes"),
        leave_milli_days=total("milli_days"),
    )
    joined = due.join(paired, on=["employee", "day"], how="left").join(
        leave_of_shift, on=["employee", "day"], how="left"
    )
    known = joined.with_columns(
        covered=nw.col("covered").fill_null(value=False),
        leave_minutes=nw.col("leave_minutes").fill_null(0),
        leave_milli_days=nw.col("leave_milli_days").fill_null(0),
        full=nw.col("counted"),
    ).with_columns(status=_status())
    holidays = exists(last_recorded(tables.of("holidays"), "day").filter(~nw.col("name").is_null()), "holiday", "day")
    clock = tables.journal.site.clock
    shown = known.join(holidays, on="day", how="left").with_columns(
        in_minute=clock.shown(nw.col("in_instant"), period), out_minute=clock.shown(nw.col("out_instant"), period)
    )
    return _measured(shown, rules)


def _status() -> Expression:
    """S3.5, S3.5a, S4.3: planned, covered by leave, attended, one punch missing, or absent."""
    no_in, no_out = nw.col("in_instant").is_null(), nw.col("out_instant").is_null()
    return (
        nw.when(nw.col("planned"))
        .then(nw.lit("planned"))
        .when(nw.col("covered"))
        .then(nw.lit("leave"))
        .when(no_in & no_out)
        .then(nw.lit("absent"))
        .when(no_in)
        .then(nw.lit("missing_in"))
        .when(no_out)
        .then(nw.lit("missing_out"))
        .otherwise(nw.lit("attended"))
    )


def _measured(known: Frame, rules: RuleSet) -> Frame:
    """S3.6, S3.6a: late and early where the punch is known, and the minutes that count."""
    status = nw.col("status")
    punched = status.is_in(["attended", "missing_in", "missing_out"])
    after_start = no_less_than_zero(nw.col("in_instant") - nw.col("starts")).fill_null(0)
    before_end = no_less_than_zero(nw.col("ends") - nw.col("out_instant")).fill_null(0)
    ends = ("in_minute", "out_minute", "in_instant", "out_instant")
    timed = known.with_columns(
        *(nw.when(punched).then(nw.col(name)).alias(name) for name in ends),
        late=nw.when(punched).then(after_start).otherwise(whole(0)),
        early=nw.when(punched).then(before_end).otherwise(whole(0)),
    )
    missed = nw.col("late_counted") + nw.col("early")
    worked = no_less_than_zero(nw.col("full") - missed)
    as_planned = no_less_than_zero(nw.col("full") - nw.col("leave_minutes"))
    one_missing = nw.lit(rules.missing_punch == "planned") & status.is_in(["missing_in", "missing_out"])
    return with_grace(timed, rules).select(
        "employee",
        "day",
        "shift",
        "status",
        *ends,
        "late",
        "early",
        "forgiven",
        "late_counted",
        "leave_type",
        "full",
        "overnight",
        "leave_minutes",
        "leave_milli_days",
        "entry",
        "starts",
        "ends",
        "reach_from",
        "reach_until",
        holiday=marked("holiday"),
        unpunctual=missed > nw.col("leave_minutes"),
        counted=nw.when(status == "attended").then(worked).when(one_missing).then(as_planned).otherwise(whole(0)),
    )
