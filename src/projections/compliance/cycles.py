"""S14.1, S14.2 综合计算工时 The cycles of hours approvals, and overtime by the month or by the cycle."""

from collections.abc import Mapping
from dataclasses import dataclass

import narwhals.stable.v2 as nw
import polars as pl

from projections.compliance.limits import Looked, beyond
from projections.expressions import Frame, total, whole
from projections.journal import Journal
from projections.lookback import CYCLE_TIME
from projections.settlement import PAID


@dataclass(frozen=True, slots=True)
class ApprovedCycle:
    """The cycle of an approval that a period lies in."""

    approval: str
    position: int
    """The ledger position of the fact that stands."""
    first: int
    """The month number of its first period that is computed."""


def approved_cycles(journal: Journal, number: int) -> Mapping[str, ApprovedCycle]:
    """The cycle of each role that an approval covers in the period of a month number; of several the last recorded."""
    standing = journal.tables["hours_approvals"].sort("position").unique("approval", keep="last").sort("position")
    ledgers_first = journal.site.cycle.first_period
    found: dict[str, ApprovedCycle] = {}
    for row in standing.to_dicts():
        if row["since"] <= number <= (number if row["until"] is None else row["until"]):
            first = number - (number - row["since"]) % row["months"]
            cycle = ApprovedCycle(row["approval"], row["position"], max(first, ledgers_first))
            found |= dict.fromkeys(row["roles"], cycle)
    return found


def in_cycles(looked: Looked) -> Frame:
    """S14.2: the cycles so far of whoever is under an approval, by the role of S2.4.

    Columns: employee, approval, position, first (month number), periods (how many), from_day, time, standard.
    """
    cycles = approved_cycles(looked.tables.journal, looked.period.number)
    named = {"role": pl.String, "approval": pl.String, "position": pl.Int64, "first": pl.Int64, "from_day": pl.Int64}
    rows = [(role, each.approval, each.position, each.first, _first_day(looked, each)) for role, each in cycles.items()]
    covered = looked.members.select("employee", "role").join(looked.tables.made_of(named, rows), on="role")
    number = looked.period.number
    earlier = range(min((each.first for each in cycles.values()), default=number), number)
    parts = [_of_period(looked.past.closing_state(each).lookback.cycle_time, each) for each in earlier]
    told = nw.concat([*parts, _of_period(looked.lookback.cycle_time, number)])
    within = covered.join(told, on="employee").filter(nw.col("period") >= nw.col("first"))
    summed = within.group_by("employee", "approval", "position", "first", "from_day").agg(
        time=total("time"), standard=total("standard")
    )
    return summed.with_columns(periods=number - nw.col("first") + 1)


def cycle_minutes(looked: Looked, _limit: int) -> Frame:
    """S14.2 综合工时周期: the time of the cycle so far, above its standard, in minutes."""
    found = in_cycles(looked).select(
        "employee", "from_day", until_day=whole(looked.period.last_day), value="time", limit="standard"
    )
    return beyond("cycle_minutes", "S14.2", found, nw.col("value") > nw.col("limit"))


def overtime_month(looked: Looked, limit: int) -> Frame:
    """S14.1 月加班: paid overtime, and the greater of overtime added to worked and a positive difference, in minutes.

    Under an approval: the excess of the cycle so far over its standard, against the limit times its periods.
    """
    of_cycle = in_cycles(looked)
    averaged = of_cycle.select(
        "employee", "from_day", value=nw.col("time") - nw.col("standard"), limit=nw.col("periods") * limit
    )
    others = month_overtime(looked).join(of_cycle.select("employee"), on="employee", how="anti")
    single = others.select("employee", "value", from_day=whole(looked.period.first_day), limit=whole(limit))
    columns = ("employee", "from_day", "value", "limit")
    found = nw.concat([averaged.select(*columns), single.select(*columns)])
    dated = found.with_columns(until_day=whole(looked.period.last_day))
    return beyond("overtime_month", "S14.1", dated, nw.col("value") > nw.col("limit"))


def month_overtime(looked: Looked) -> Frame:
    """S14.1, without an approval. Columns, in minutes: employee, paid, added, surplus, value."""
    approved = looked.overtime.with_columns(
        paid=nw.when(nw.col("compensation") == PAID).then(nw.col("minutes")).otherwise(whole(0))
    )
    by_person = approved.group_by("employee").agg(paid=total("paid"), minutes=total("minutes"))
    gathered = looked.members.select("employee").join(by_person, on="employee", how="left")
    surplus = looked.hours.select("employee", surplus="difference")
    joined = gathered.join(surplus, on="employee", how="left")
    filled = joined.with_columns(*(nw.col(name).fill_null(0) for name in ("paid", "minutes", "surplus")))
    added = nw.col("minutes") - nw.col("paid")
    found = filled.select("employee", "paid", "surplus", added=added)
    greater = nw.when(nw.col("surplus") > nw.col("added")).then(nw.col("surplus")).otherwise(nw.col("added"))
    return found.with_columns(value=nw.col("paid") + greater)


def _of_period(handed_on: Frame, number: int) -> Frame:
    return handed_on.select(*CYCLE_TIME, period=whole(number))


def _first_day(looked: Looked, cycle: ApprovedCycle) -> int:
    return looked.tables.journal.period(cycle.first).first_day
