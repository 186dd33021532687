"""S4.4, S4.6a What leaves ask for, and what they take, date by date, over any stretch of dates."""

from collections.abc import Collection
from dataclasses import dataclass

import narwhals.stable.v2 as nw
import polars as pl

from projections.attendance import is_planned
from projections.contracts import of_dates
from projections.expressions import Frame, last_recorded, smaller, week_number_of
from projections.facts import Facts
from projections.leave import counting
from projections.roster import RulesOf, refuse_unknown, times_of

_ON_DATE = ("request", "employee", "type", "day", "minutes", "approved")


@dataclass(frozen=True)
class LeaveDates:
    """Leaves by date; what each asks for where it meets no other, and what those that are approved take."""

    asked: Frame
    """S4.6a: request (the ledger position of the leave), employee, type, day, minutes, approved (bool; else it is not
    decided), planned (bool: on a shift that is still planned, S3.5a)."""
    taken: Frame
    """S4.4: request, employee, type, day, minutes; without a roster those of a day by contract, S4.1a."""


@dataclass(frozen=True)
class Stretch:
    """The dates from one to another, both included, and the leave types that are asked about."""

    first_day: int
    last_day: int
    until: int
    """The last date that is reported on; what comes after it is only asked for."""
    types: Collection[str]
    people: Frame
    """employee: whose leave is asked about."""


def leave_dates(facts: Facts, rules_of: RulesOf, stretch: Stretch) -> LeaveDates:
    """What leaves of some types ask for and take on the dates of a stretch on which their holder is employed.

    Leaves of other types are looked at where they are on the same dates, for the first recorded may count alone (S4.1).
    """
    tables = facts.tables
    every = _by_date(facts, stretch)
    wanted = every.filter(nw.col("type").is_in(sorted(stretch.types)))
    beside = tables.settle(every.join(wanted.select("employee", "day").unique(), on=["employee", "day"], how="semi"))
    assigned = _assigned(facts, rules_of, beside, stretch.until)
    known = assigned.drop("week").filter(~nw.col("counted").is_null())
    on_shift = tables.settle(beside.join(known, on=["employee", "day"]))
    free = tables.settle(_unrostered(facts, rules_of, beside, assigned, stretch))
    asked = nw.concat(
        [
            on_shift.select(
                *(name for name in _ON_DATE if name != "minutes"),
                "planned",
                minutes=smaller(nw.col("minutes").fill_null(nw.col("counted")), nw.col("counted")),
            ),
            free.select(
                *(name for name in _ON_DATE if name != "minutes"),
                planned=nw.lit(value=False),
                minutes="day_minutes",
            ),
        ]
    )
    taken = nw.concat([_taken_of_shifts(on_shift), _taken_without_roster(free)])
    of_types = nw.col("type").is_in(sorted(stretch.types))
    return LeaveDates(tables.settle(asked.filter(of_types)), tables.settle(taken.filter(of_types)))


def _by_date(facts: Facts, stretch: Stretch) -> Frame:
    """S4.1: the leaves that are approved or not decided, a row each date on which their holder is employed."""
    tables = facts.tables
    decided = last_recorded(tables.of("leave_decisions"), "leave").select("leave", "decision")
    touching = tables.of("leaves").filter(
        (nw.col("first_day") <= stretch.last_day) & (nw.col("last_day") >= stretch.first_day)
    )
    holders = touching.filter(nw.col("type").is_in(sorted(stretch.types))).select("employee").unique()
    asking = holders.join(stretch.people.select("employee").unique(), on="employee", how="semi")
    standing = (
        touching.join(asking, on="employee", how="semi")
        .join(decided, on="leave", how="left")
        .filter(nw.col("decision").is_null() | (nw.col("decision") == "approved"))
    )
    employed = standing.join(
        facts.staff.employment.select("employee", "hired_on", employed_until="last_day"), on="employee"
    )
    rows = tables.engine.rows(employed)
    first = pl.max_horizontal("first_day", "hired_on", pl.lit(stretch.first_day))
    last = pl.min_horizontal("last_day", "employed_until", pl.lit(stretch.last_day))
    dated = rows.with_columns(
        day=pl.int_ranges(first, last + 1, dtype=pl.Int64),
        request=pl.col("position"),
        approved=pl.col("decision").is_not_null(),
    )
    return tables.engine.table(dated.explode("day").drop_nulls("day").select(*_ON_DATE))


def _assigned(facts: Facts, rules_of: RulesOf, dates: Frame, until: int) -> Frame:
    """S3.2: the assigned shifts of the ISO weeks that the dates lie in.

    Columns: employee, day, week, counted (minutes; missing where a rule set of a period to come does not know the
    type), planned.
    """
    tables = facts.tables
    week = week_number_of(nw.col("day"))
    weeks = dates.select("employee", week=week).unique()
    near = tables.of("roster").with_columns(week=week).join(weeks, on=["employee", "week"], how="semi")
    latest = last_recorded(near, "employee", "day").filter(~nw.col("shift").is_null())
    employment = facts.staff.employment.select("employee", "hired_on", "last_day")
    employed = tables.settle(
        latest.join(employment, on="employee")
        .filter((nw.col("hired_on") <= nw.col("day")) & (nw.col("last_day") >= nw.col("day")))
        .select("employee", "day", "week", "shift")
    )
    days = tables.engine.rows(employed.select("day").unique())["day"].sort().to_list()
    times = times_of(tables, days, rules_of).with_columns(planned=is_planned(tables.journal.recorded_instant))
    on_leave = employed.join(dates.select("employee", "day").unique(), on=["employee", "day"], how="semi")
    _refuse_unknown(facts, on_leave.join(times, on=["day", "shift"], how="anti"), until)
    timed = employed.join(times.select("day", "shift", "counted", "planned"), on=["day", "shift"], how="left")
    return tables.settle(timed.drop("shift"))


def _refuse_unknown(facts: Facts, unknown: Frame, until: int) -> None:
    """Raises RulesError for a shift type up to a date that the rule set of its own period does not know (S3.2)."""
    tables = facts.tables
    first = (
        tables.engine.rows(unknown.filter(nw.col("day") <= until).select("day", "shift")).sort("day", "shift").head(1)
    )
    for day in first["day"]:
        number = facts.journal.site.cycle.period_of(day)
        refuse_unknown(tables, tables.engine.table(first), facts.journal.period(number))


def _unrostered(facts: Facts, rules_of: RulesOf, dates: Frame, assigned: Frame, stretch: Stretch) -> Frame:
    """S4.1a: full leave on a date without a shift in its whole week. Adds day_minutes (of the contract in force)."""
    week = week_number_of(nw.col("day"))
    counting_days = [(day,) for day in _standard_days(facts, rules_of, stretch)]
    standard = facts.tables.made_of({"day": pl.Int64}, counting_days)
    rostered = assigned.select("employee", "week").unique()
    free = dates.with_columns(week=week).join(rostered, on=["employee", "week"], how="anti").drop("week")
    contracted = of_dates(free.join(standard, on="day", how="semi"), facts.contracts)
    return contracted.filter(nw.col("minutes").is_null() | (nw.col("minutes") >= nw.col("day_minutes")))


def _standard_days(facts: Facts, rules_of: RulesOf, stretch: Stretch) -> list[int]:
    """S2.5, S4.1a: the dates that have standard minutes, each by the rule set of its own period."""
    cycle, calendar = facts.journal.site.cycle, facts.calendar
    found: list[int] = []
    for number in range(cycle.period_of(stretch.first_day), cycle.period_of(stretch.last_day) + 1):
        period = cycle.period(number)
        first, last = max(period.first_day, stretch.first_day), min(period.last_day, stretch.last_day)
        found += calendar.standard_days(rules_of(number), first, last)
    return found


def _taken_of_shifts(on_shift: Frame) -> Frame:
    """S4.1, S4.4: what counts on shifts that are not planned any more."""
    over = on_shift.filter(nw.col("approved") & ~nw.col("planned"))
    return counting(over).select("request", "employee", "type", "day", "minutes")


def _taken_without_roster(free: Frame) -> Frame:
    """S4.1a: the leave that was recorded first counts alone, for the minutes of a day."""
    approved = free.filter(nw.col("approved"))
    first = approved.with_columns(alone=nw.col("request").min().over("employee", "day"))
    alone = first.filter(nw.col("request") == nw.col("alone"))
    return alone.select("request", "employee", "type", "day", minutes="day_minutes")
