"""S13.2 话务量 Traffic: the contacts of each date, channel and queue."""

import narwhals.stable.v2 as nw

from projections.calendar import Period
from projections.centre.percents import percent, quotient
from projections.expressions import Frame, dated_in, last_recorded, total
from projections.tables import Tables

KEY = ("day", "channel", "queue")
_COUNTS = ("offered", "answered", "offered_with_target", "within_target", "answered_with_time", "handled_seconds")


def volume(tables: Tables, period: Period) -> Frame:
    """S13.2: a row for each date, channel and queue of the period with a standing fact.

    Columns: day, channel, queue (missing: none); offered, answered (contacts), answered_percent and
    within_target_percent (hundredths of a percent), mean_handle_seconds; the last three are missing of 0.
    """
    states_target, states_time = ~nw.col("within_target").is_null(), ~nw.col("handled_seconds").is_null()
    stated = counted(tables, period).with_columns(
        offered_with_target=nw.when(states_target).then(nw.col("offered")),
        answered_with_time=nw.when(states_time).then(nw.col("answered")),
    )
    summed = stated.group_by(*KEY).agg(*(total(name).alias(name) for name in _COUNTS))
    return summed.select(
        *KEY,
        "offered",
        "answered",
        answered_percent=percent(nw.col("answered"), nw.col("offered")),
        within_target_percent=percent(nw.col("within_target"), nw.col("offered_with_target")),
        mean_handle_seconds=quotient(nw.col("handled_seconds"), nw.col("answered_with_time")),
    )


def counted(tables: Tables, period: Period) -> Frame:
    """S13.2: the standing facts of the period, of days and of intervals; those that are taken back left out."""
    dated = tables.of("volumes").filter(dated_in(period))
    return last_recorded(dated, *KEY, "interval").filter(~nw.col("offered").is_null())
