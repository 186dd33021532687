"""S13.3 坐席 Seats: how many a team needs, and how many of its agents have them, from one time to another."""

from collections.abc import Iterator

import narwhals.stable.v2 as nw
import polars as pl

from projections import leave
from projections.attendance import outcomes
from projections.calendar import MINUTES_A_DAY, Period
from projections.centre.shifts import ATTENDED
from projections.expressions import Frame, dated_in, exists, last_recorded, marked, one, total
from projections.month import Month
from projections.people import held_on
from projections.tables import Tables

_OF_SHIFT = (
    "employee",
    "day",
    "shift",
    "status",
    "overnight",
    "full",
    "starts",
    "ends",
    "in_instant",
    "out_instant",
    "entry",
)
_COUNTS = ("rostered", "on_leave", "attending", "planned")
_ROWS: dict[str, type[pl.DataType]] = {
    "position": pl.Int64,
    "team": pl.String,
    "day": pl.Int64,
    "from_minute": pl.Int64,
    "until_minute": pl.Int64,
    "needed": pl.Int64,
    "rostered": pl.Int64,
    "on_leave": pl.Int64,
    "present": pl.Int64,
    "gap": pl.Int64,
}


def coverage(month: Month) -> Frame:
    """S13.3: a row for each need of a team in the period; needs of 0 seats have none.

    Columns: position (of the need), team, day, from_minute, until_minute (of the day), needed, rostered, on_leave,
    present (missing while a shift is planned), gap; seats.
    """
    tables = month.tables
    needs = tables.settle(needed(tables, month.period))
    if tables.engine.rows(needs.head(1)).is_empty():
        return tables.made_of(_ROWS, [])
    counts = holding(month, needs).group_by("position").agg(*(total(name).alias(name) for name in _COUNTS))
    joined = needs.join(counts, on="position", how="left").with_columns(
        *(nw.col(name).fill_null(0) for name in _COUNTS)
    )
    counted = joined.with_columns(present=nw.when(nw.col("planned") == 0).then(nw.col("attending")))
    there = nw.when(nw.col("present").is_null()).then(nw.col("rostered")).otherwise(nw.col("present"))
    return counted.with_columns(gap=nw.col("needed") - there).select(*_ROWS)


def needed(tables: Tables, period: Period) -> Frame:
    """S13.3: the needs of the period that stand, above 0.

    Columns: position, team, day, from_minute, until_minute (of the day), needed; and as instants begins and ends_by:
    until from or before it is of the next day.
    """
    dated = tables.of("staff_needs").filter(dated_in(period))
    standing = last_recorded(dated, "team", "day", "from_minute").filter(nw.col("seats") > 0)
    overnight = nw.col("until_minute") <= nw.col("from_minute")
    until_day = nw.when(overnight).then(nw.col("day") + 1).otherwise(nw.col("day"))
    clock = tables.journal.site.clock
    return standing.rename({"seats": "needed"}).with_columns(
        begins=clock.instants(nw.col("day") * MINUTES_A_DAY + nw.col("from_minute"), period),
        ends_by=clock.instants(until_day * MINUTES_A_DAY + nw.col("until_minute"), period),
    )


def holding(month: Month, needs: Frame) -> Frame:
    """S13.3: a row for each need and each shift whose planned span holds all of it, of an agent of the team.

    Columns: those of a shift, the need's position, and 1 or 0 in rostered, on_leave, attending (of the rostered, from
    the need's beginning to its end) and planned (of the rostered).
    """
    agents = held_on(month.staff, nw.concat(list(_shifts(month, needs)))).filter(nw.col("role") == "csr")
    same_day = agents.with_columns(need_day=nw.col("day"))
    # A shift that ends on the next date may hold what is needed on that one.
    next_day = agents.filter(nw.col("overnight")).with_columns(need_day=nw.col("day") + 1)
    wanted = needs.select("position", "team", "begins", "ends_by", need_day="day")
    held = nw.concat([same_day, next_day]).join(wanted, on=["team", "need_day"])
    whole_span = held.filter((nw.col("starts") <= nw.col("begins")) & (nw.col("ends") >= nw.col("ends_by")))
    is_rostered = ~nw.col("covered")
    attends = (nw.col("in_instant") <= nw.col("begins")) & (nw.col("out_instant") >= nw.col("ends_by"))
    return whole_span.with_columns(
        rostered=one(is_rostered),
        on_leave=one(nw.col("covered")),
        attending=one(is_rostered & (nw.col("status") == ATTENDED) & attends),
        planned=one(is_rostered & (nw.col("status") == "planned")),
    )


def _shifts(month: Month, needs: Frame) -> Iterator[Frame]:
    """The assigned shifts that may hold a need, and whether leave covers them: of the period, and of the date before.

    That date is of another period, and there is none before the ledger's first.
    """
    shifts = month.attendance.shifts.select(*_OF_SHIFT)
    yield _with_leave(month, shifts, month.period)
    first = needs.filter(nw.col("day") == month.period.first_day)
    number, day = month.period.number - 1, month.period.first_day - 1
    if number < month.past.first_period or month.tables.engine.rows(first.head(1)).is_empty():
        return
    before = Period(number, day, day)
    found = outcomes(month.tables, month.staff, before, month.rules_of)
    yield _with_leave(month, found.shifts.select(*_OF_SHIFT), before)


def _with_leave(month: Month, shifts: Frame, period: Period) -> Frame:
    """S4.1: adds `covered`, whether approved leave covers a shift; of a planned one too, whose status does not say."""
    of_status = shifts.with_columns(covered=nw.col("status") == "leave")
    planned = month.tables.settle(
        shifts.filter(nw.col("status") == "planned").select("employee", "day", counted="full")
    )
    if month.tables.engine.rows(planned.head(1)).is_empty():
        return of_status
    taken = leave.taken(leave.approved(month.tables, period), planned)
    ahead = exists(taken.filter(nw.col("covers")), "leave_ahead", "employee", "day")
    joined = of_status.join(ahead, on=["employee", "day"], how="left")
    return joined.with_columns(covered=nw.col("covered") | marked("leave_ahead")).drop("leave_ahead")
