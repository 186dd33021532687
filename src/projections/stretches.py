"""What holds from a date on until something else does: a salary, a contract. Days are whole numbers."""

import narwhals.stable.v2 as nw

from projections.expressions import Expression, Frame, smaller
from projections.people import FOREVER


def until_the_next(facts: Frame) -> Frame:
    """Adds `until_day`, the day before the employee's next `from_day`; the last holds for ever."""
    following = nw.col("from_day").shift(-1).over("employee", order_by="from_day")
    return facts.with_columns(until_day=following.fill_null(FOREVER + 1) - 1)


def on_day(rows: Frame, stretches: Frame) -> Frame:
    """Adds the columns of the stretch that each row's `day` lies in; a row in none falls away."""
    return rows.join(stretches, on="employee").filter(
        (nw.col("from_day") <= nw.col("day")) & (nw.col("until_day") >= nw.col("day"))
    )


def employed(members: Frame, stretches: Frame) -> Frame:
    """The stretches of the period's employed days, each cut to those days.

    `members` as of `people.members`. The columns of `stretches`, with days: how many there are in each.
    """
    overlapping = members.select("employee", "first_day", "last_day").join(stretches, on="employee")
    starts = _later(nw.col("from_day"), nw.col("first_day"))
    ends = smaller(nw.col("until_day"), nw.col("last_day"))
    cut = overlapping.with_columns(from_day=starts, until_day=ends).with_columns(
        days=nw.col("until_day") - nw.col("from_day") + 1
    )
    return cut.filter(nw.col("days") > 0).drop("first_day", "last_day")


def _later(one: Expression, other: Expression) -> Expression:
    return nw.when(one > other).then(one).otherwise(other)
