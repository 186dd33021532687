"""S3.2 排班 The roster: which shift of which type is assigned to whom on which date, and how far it reaches."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import narwhals.stable.v2 as nw
import polars as pl

from ledger.refusal import RulesError
from ledger.ruleset import RuleSet, Shift
from projections.calendar import MINUTES_A_DAY, Period, day_number
from projections.expressions import Expression, Frame, dated_in, last_recorded
from projections.journal import Site
from projections.people import Staff
from projections.tables import Tables

NEIGHBOURING_DAYS = 7
"""A week beyond each end of the period: its shifts compete for punches (S3.4) and fill weeks (S4.1a)."""
_FIRST_DAY, _LAST_DAY = day_number(date.min), day_number(date.max)
_TIMES: dict[str, type[pl.DataType]] = {
    "day": pl.Int64,
    "shift": pl.String,
    "starts": pl.Int64,
    "ends": pl.Int64,
    "reach_from": pl.Int64,
    "reach_until": pl.Int64,
    "counted": pl.Int64,
    "overnight": pl.Boolean,
}
REACH_PARAMETERS = ("shifts", "window_minutes")
"""The rule parameters that say when a shift is and how far it reaches (S3.4)."""
RulesOf = Callable[[int], RuleSet]
"""The rule set of the period of a month number (S11.1)."""


def assigned(tables: Tables, staff: Staff, period: Period) -> Frame:
    """S2.2, S3.2: the shifts of the period and of a week around it, on dates on which their holder is employed.

    A shift belongs to the date on which it is planned to start, and so a night shift to the period of that date.

    Columns: employee, day, shift, entry (the ledger position of the roster's fact).
    """
    near = tables.of("roster").filter(
        (nw.col("day") >= period.first_day - NEIGHBOURING_DAYS) & (nw.col("day") <= period.last_day + NEIGHBOURING_DAYS)
    )
    latest = last_recorded(near, "employee", "day").filter(~nw.col("shift").is_null())
    employed = latest.join(staff.employment.select("employee", "hired_on", "last_day"), on="employee").filter(
        (nw.col("hired_on") <= nw.col("day")) & (nw.col("last_day") >= nw.col("day"))
    )
    return tables.settle(employed.select("employee", "day", "shift", entry="position"))


def shifts(tables: Tables, roster: Frame, period: Period, rules_of: RulesOf) -> Frame:
    """S3.1, S3.3a, S3.4: the assigned shifts with their times, their reach, and that of the shift before and after.

    Times and reach are by the rule set of each shift's own period. Adds to `assigned`, as instants: starts, ends,
    reach_from, reach_until; counted (minutes), overnight; and of the neighbours before_ends, before_until, next_starts,
    next_from, next_until (missing where there is none).
    Raises RulesError for a type in the period that its rule set does not know.
    """
    times = times_of(tables, _days_around(period), rules_of)
    refuse_unknown(tables, roster.filter(dated_in(period)).join(times, on=["day", "shift"], how="anti"), period)
    timed = roster.join(times, on=["day", "shift"])
    return tables.settle(
        timed.with_columns(
            before_ends=_neighbour("ends", 1),
            before_until=_neighbour("reach_until", 1),
            next_starts=_neighbour("starts", -1),
            next_from=_neighbour("reach_from", -1),
            next_until=_neighbour("reach_until", -1),
            in_period=dated_in(period),
        )
    )


def times_of(tables: Tables, days: Iterable[int], rules_of: RulesOf) -> Frame:
    """S3.3a: the planned times and the reach of every shift type on some dates.

    By the rule set of each date's own period. Columns: day, shift, starts, ends, reach_from, reach_until, counted,
    overnight.
    """
    return tables.made_of(_TIMES, list(_times(tables.journal.site, days, rules_of)))


def _days_around(period: Period) -> range:
    """The dates of the period and of a week around it."""
    first, last = period.first_day - NEIGHBOURING_DAYS, period.last_day + NEIGHBOURING_DAYS
    return range(max(first, _FIRST_DAY), min(last, _LAST_DAY) + 1)


def _times(site: Site, days: Iterable[int], rules_of: RulesOf) -> Iterator[tuple[Any, ...]]:
    for day in days:
        rules = rules_of(site.cycle.period_of(day))
        for name, shift in rules.shifts.items():
            local = day * MINUTES_A_DAY + shift.start
            starts, ends = site.clock.instant(local), site.clock.instant(local + shift.span)
            reach = (starts - rules.window_minutes, ends + rules.window_minutes)
            yield (day, name, starts, ends, *reach, shift.counted, shift.overnight)


def voluntary_swaps(tables: Tables, period: Period) -> Frame:
    """S5.3: the approved swaps of a requester, in the period of the date given away. employee, swap, day, position."""
    decided = last_recorded(tables.of("swap_decisions"), "swap").filter(nw.col("decision") == "approved")
    dated = tables.of("swaps").filter(dated_in(period, "requester_day"))
    approved = dated.join(decided.select("swap"), on="swap")
    return approved.select("swap", "position", employee="requester", day="requester_day")


def planned(day: date, shift: Shift) -> tuple[datetime, datetime]:
    """S3.1: planned start and end of a shift of a date, on the site's clock."""
    midnight = datetime.combine(day, time())
    starts = midnight + timedelta(minutes=shift.start)
    return starts, starts + timedelta(minutes=shift.span)


def _neighbour(column: str, step: int) -> Expression:
    return nw.col(column).shift(step).over("employee", order_by="day")


def refuse_unknown(tables: Tables, unknown: Frame, period: Period) -> None:
    """Raises RulesError for the shifts whose type the rule set of the period does not know; `unknown` has `shift`."""
    names = sorted(set(tables.engine.rows(unknown.select("shift"))["shift"]))
    if names:
        raise RulesError(
            f"the roster of {period} has shift type {names[0]!r}, which the rule set of that period does not know; "
            "add it to `shifts` of that rule set, or roster another type"
        )
