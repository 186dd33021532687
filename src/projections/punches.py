"""S3.3 … S3.5 打卡 Which punch belongs to which shift, and what it makes of it: In and Out.

All times are instants (S3.3a), in whole minutes. Overlap of reaches is possible between neighbouring shifts only: a
rule set that would allow three is refused at recording.
"""

import narwhals.stable.v2 as nw
import polars as pl

from projections.calendar import MINUTES_A_DAY, Period
from projections.expressions import Expression, Frame, no_less_than_zero
from projections.tables import Tables

REACHED_DAYS = (-2, 3)
"""The first and the last date, counted from the shift's own, on which a punch in its reach can be."""
_DAYS_OF_REACH = (0, 1, 2, 3)
"""The days by UTC on which a reach can lie, counted from the one in which it begins."""


def near(tables: Tables, period: Period, table: str = "clocks") -> Frame:
    """The punches, or the seat facts (S13.4), not voided (S3.3), that the period's shifts or dates can see.

    Columns: those of the table, such as position, employee, instant, minute (local), direction; punch_day (local date),
    utc_day.
    """
    first = (period.first_day + REACHED_DAYS[0]) * MINUTES_A_DAY
    beyond = (period.last_day + REACHED_DAYS[1] + 1) * MINUTES_A_DAY
    seen = tables.of(table).filter((nw.col("minute") >= first) & (nw.col("minute") < beyond))
    return tables.settle(
        seen.with_columns(
            punch_day=nw.col("minute") // MINUTES_A_DAY,
            utc_day=nw.col("instant") // MINUTES_A_DAY,
        )
    )


def reached(tables: Tables, shifts: Frame, punches: Frame) -> Frame:
    """S3.4 归属: every punch with each shift whose reach it lies in, and whether that shift owns it.

    Columns: position, employee, day and in_period (of the shift), instant, minute (local), direction, owned.
    """
    within = (
        spread(tables, shifts, "reach_from", "reach_until")
        .join(punches, on=["employee", "utc_day"])
        .filter((nw.col("instant") >= nw.col("reach_from")) & (nw.col("instant") < nw.col("reach_until")))
    )
    return tables.settle(
        within.select("position", "employee", "day", "in_period", "instant", "minute", "direction", owned=_owned())
    )


def spread(tables: Tables, spans: Frame, begins: str, ends: str) -> Frame:
    """A row each for the days by UTC that a span of instants touches, its end not included; adds utc_day."""
    offsets = tables.made_of({"offset": pl.Int64}, [(offset,) for offset in _DAYS_OF_REACH])
    utc_day = nw.col(begins) // MINUTES_A_DAY + nw.col("offset")
    days = spans.join(offsets, how="cross").with_columns(utc_day=utc_day)
    return days.filter(nw.col(ends) > nw.col("utc_day") * MINUTES_A_DAY)


def _owned() -> Expression:
    """In the reach of two shifts an `in` is the later's, an `out` the earlier's, an `auto` that of its half."""
    instant, direction = nw.col("instant"), nw.col("direction")
    in_next = ((instant >= nw.col("next_from")) & (instant < nw.col("next_until"))).fill_null(value=False)
    in_before = (instant < nw.col("before_until")).fill_null(value=False)
    before_middle = instant < (nw.col("ends") + nw.col("next_starts")) // 2
    after_middle = instant >= (nw.col("before_ends") + nw.col("starts")) // 2
    as_earlier = (direction == "out") | ((direction == "auto") & before_middle)
    as_later = (direction == "in") | ((direction == "auto") & after_middle)
    return nw.when(in_next).then(as_earlier).when(in_before).then(as_later).otherwise(nw.lit(value=True))


def paired(reached_: Frame, shifts: Frame, repeat_minutes: int) -> Frame:
    """S3.5: In and Out of each shift of the period that owns a punch.

    Columns: employee, day, in_instant, out_instant (either may be missing).
    """
    instant, direction = nw.col("instant"), nw.col("direction")
    owned = reached_.filter(nw.col("owned") & nw.col("in_period")).with_columns(
        an_in=nw.when(direction == "in").then(instant),
        an_out=nw.when(direction == "out").then(instant),
        an_auto=nw.when(direction == "auto").then(instant),
    )
    ends = owned.group_by("employee", "day").agg(
        first_in=nw.col("an_in").min(),
        last_out=nw.col("an_out").max(),
        first_auto=nw.col("an_auto").min(),
        last_auto=nw.col("an_auto").max(),
    )
    by_auto = ~nw.col("first_auto").is_null() & (
        nw.col("first_in").is_null() | (nw.col("first_auto") < nw.col("first_in"))
    )
    opened = ends.with_columns(
        by_auto=by_auto, opens=nw.when(by_auto).then(nw.col("first_auto")).otherwise(nw.col("first_in"))
    )
    closed = opened.with_columns(closes=_closes(repeat_minutes)).join(
        shifts.select("employee", "day", "starts", "ends"), on=["employee", "day"]
    )
    # A single automatic punch, or a burst of them, nearer to the end is the Out of someone whose In is missing.
    opens = nw.col("opens")
    to_end = nw.when(nw.col("ends") > opens).then(nw.col("ends") - opens).otherwise(opens - nw.col("ends"))
    to_start = nw.when(nw.col("starts") > opens).then(nw.col("starts") - opens).otherwise(opens - nw.col("starts"))
    turned = nw.col("closes").is_null() & nw.col("by_auto") & (to_end < to_start)
    return closed.select(
        "employee",
        "day",
        in_instant=nw.when(~turned).then(opens),
        out_instant=nw.when(turned).then(nw.col("last_auto")).otherwise(nw.col("closes")),
    )


def with_planned(paired_: Frame, coming: Frame, on_shifts: Frame) -> Frame:
    """In and Out, as of `paired`, where shifts that are still to come are attended as they are planned.

    What was punched of one stands; who is on leave for a part of it leaves earlier by as much (`on_shifts` as of
    `leave.taken`).
    """
    leave = on_shifts.group_by("employee", "day").agg(on_leave=nw.col("minutes").sum())
    keys = ["employee", "day"]
    known = (
        coming.select("employee", "day", "starts", "ends")
        .join(paired_, on=keys, how="left")
        .join(leave, on=keys, how="left")
    )
    opens = nw.col("in_instant").fill_null(nw.col("starts"))
    off = no_less_than_zero(nw.col("on_leave").fill_null(0) - no_less_than_zero(opens - nw.col("starts")))
    expected = known.select(
        "employee", "day", in_instant=opens, out_instant=nw.col("out_instant").fill_null(nw.col("ends") - off)
    )
    return nw.concat([paired_.join(coming.select(keys), on=keys, how="anti"), expected])


def _closes(repeat_minutes: int) -> Expression:
    """The latest `out` later than In, or `auto` later by more than the repeat span; without an In the latest `out`."""
    opens = nw.col("opens")
    out = nw.when(opens.is_null() | (nw.col("last_out") > opens)).then(nw.col("last_out"))
    auto = nw.when(nw.col("last_auto") > opens + repeat_minutes).then(nw.col("last_auto"))
    return nw.max_horizontal(out, auto)
