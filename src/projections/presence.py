"""在岗 Who should be in at a moment, and who is in, late or missing: the attendance of the shifts so far (S3.4 … S3.6).

A shift is told as the attendance report will tell it, if no punch comes after the moment.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import narwhals.stable.v2 as nw

from ledger.refusal import MissingError
from projections.anomalies import unreached
from projections.attendance import Outcomes, outcomes
from projections.calendar import MINUTES_A_DAY, Period, day_number, period_text
from projections.expressions import dated_in, exists, marked
from projections.month import Month
from projections.replay import Replay

DUE = ("missing", "late", "left", "in", "leave")
"""Within a shift: not in; in, but late; gone before its end; in; on leave. In the order in which they matter."""
BESIDE = ("stray", "over", "early")
"""Here without being due: without a shift, after its end, before its start."""
COMING = "coming"
"""Before a shift of the same date, or within its reach, and not in."""
STATES = (*DUE, *BESIDE, COMING)
"""In the order in which they matter, where somebody has several."""
_OF_A_SHIFT = ("employee", "day", "shift", "status", "starts", "ends", "in_minute", "out_minute", "late", "early")
_FIRST_DAY, _LAST_DAY = day_number(date.min), day_number(date.max)


@dataclass(frozen=True, slots=True)
class Presence:
    """How somebody stands at a moment. Minutes are the site's local ones (see ``projections.calendar``).

    `day` is the shift's date, without a shift the moment's. `status`, `in_minute`, `out_minute`, `late` and `early`
    are those of the attendance report; of a stray punch `in_minute` is its own, the first of the date.
    """

    employee: str
    day: int
    state: str
    shift: str | None = None
    status: str | None = None
    starts: int | None = None
    ends: int | None = None
    in_minute: int | None = None
    out_minute: int | None = None
    late: int = 0
    early: int = 0


def presence(books: Replay, instant: int) -> list[Presence]:
    """Everybody who is due, here, on leave or expected at an instant; one row a shift, stray date or leave.

    By employee and date. Days of which no period is reported on have no rows. Raises RulesError where a shift is of a
    type that its rule set does not know.
    """
    today = books.journal.site.clock.local(instant) // MINUTES_A_DAY
    found: list[Presence] = []
    without_shift: list[Presence] = []
    for month, days in _months(books, today):
        so_far = outcomes(month.tables, month.staff, days, month.rules_of, instant)
        found += _of_shifts(month, so_far, today, instant)
        if days.first_day <= today <= days.last_day:
            of_today = Period(days.number, today, today)
            found += _strays(month, so_far, of_today)
            without_shift += _on_leave(month, so_far, of_today)
    in_shifts = {each.employee for each in found if each.shift is not None}
    found += (each for each in without_shift if each.employee not in in_shifts)
    return sorted(found, key=lambda each: (each.employee, each.day, STATES.index(each.state)))


def foremost(rows: Iterable[Presence]) -> list[Presence]:
    """Of each employee the row that matters most, by employee."""
    chosen: dict[str, Presence] = {}
    for row in rows:
        other = chosen.get(row.employee)
        if other is None or STATES.index(row.state) < STATES.index(other.state):
            chosen[row.employee] = row
    return [chosen[employee] for employee in sorted(chosen)]


def _months(books: Replay, day: int) -> Iterator[tuple[Month, Period]]:
    """The periods of a date and of those beside it, each with those of these dates that are its own.

    A shift that reaches a moment is of the moment's date or of one beside it.
    """
    first, last = max(day - 1, _FIRST_DAY), min(day + 1, _LAST_DAY)
    cycle = books.journal.site.cycle
    for number in sorted({cycle.period_of(first), cycle.period_of(last)}):
        month = _reported(books, number)
        if month is not None:
            own = month.period
            yield month, Period(number, max(own.first_day, first), min(own.last_day, last))


def _reported(books: Replay, number: int) -> Month | None:
    try:
        return books.reported(period_text(number))
    except MissingError:
        return None


def _of_shifts(month: Month, so_far: Outcomes, today: int, instant: int) -> Iterator[Presence]:
    in_reach = (nw.col("reach_from") <= instant) & (nw.col("reach_until") > instant)
    shown = so_far.shifts.filter(in_reach | (nw.col("day") == today))
    rows = month.tables.engine.rows(shown.select(*_OF_A_SHIFT))
    clock = month.tables.journal.site.clock
    for row in rows.to_dicts():
        state = _state(row, instant)
        if state is not None:
            yield Presence(state=state, **row | {name: clock.local(row[name]) for name in ("starts", "ends")})


def _state(row: dict[str, Any], instant: int) -> str | None:
    """How somebody stands in a shift; None where it is over, and nobody is here for it."""
    is_here = row["in_minute"] is not None and row["out_minute"] is None
    if row["status"] == "leave":
        return "leave" if row["starts"] <= instant < row["ends"] else None
    if instant < row["starts"]:
        return "early" if is_here else COMING
    if instant >= row["ends"]:
        return "over" if is_here else None
    if row["out_minute"] is not None:
        return "left"
    if not is_here:
        return "missing"
    return "late" if row["late"] else "in"


def _strays(month: Month, so_far: Outcomes, today: Period) -> Iterator[Presence]:
    """S3.4: who punched on the date in no reach; the first such punch."""
    alone = unreached(so_far.punches, so_far.reached, month.staff, today).filter(nw.col("kind") == "stray")
    first = alone.group_by("employee", "day").agg(in_minute=nw.col("minute").min())
    for row in month.tables.engine.rows(first).to_dicts():
        yield Presence(state="stray", **row)


def _on_leave(month: Month, so_far: Outcomes, today: Period) -> Iterator[Presence]:
    """S4.1: who is on leave for the whole date, and has no shift on it."""
    rostered = exists(so_far.assigned.filter(dated_in(today)), "rostered", "employee")
    whole_days = so_far.leaves.filter(
        nw.col("minutes").is_null() & (nw.col("first_day") <= today.last_day) & (nw.col("last_day") >= today.first_day)
    )
    free = whole_days.select("employee").unique().join(rostered, on="employee", how="left").filter(~marked("rostered"))
    employed = month.staff.employment.filter(
        (nw.col("hired_on") <= today.first_day) & (nw.col("last_day") >= today.last_day)
    )
    present = free.select("employee").join(employed.select("employee"), on="employee")
    for employee in month.tables.engine.rows(present)["employee"].to_list():
        yield Presence(employee, today.first_day, "leave")
