"""S6.2a 指标 Metrics: what was recorded of an employee and a period, and what the ledger computes of its own facts."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Protocol

import narwhals.stable.v2 as nw
import polars as pl

from ledger.ledger_metrics import CSR_TOTAL_MEAN, TEAM_TOTAL_MEAN
from ledger.ruleset import RuleSet
from projections.attendance import Attendance
from projections.calendar import Period
from projections.exclusions import absent
from projections.expressions import Frame, dated_in, last_recorded, round_half_up, rows, total, whole
from projections.roster import voluntary_swaps
from projections.scores import monitored, upheld
from projections.tables import Tables

UNIT = 100
"""A value is in hundredths: of a point, of a day, of a time."""


class Measured(Protocol):
    """The period that is measured: a `Month`."""

    @property
    def tables(self) -> Tables:
        """The facts."""
        ...

    @property
    def members(self) -> Frame:
        """S2.4: who is in the period."""
        ...

    @property
    def attendance(self) -> Attendance:
        """S3.6, S4."""
        ...

    @property
    def absences(self) -> Frame:
        """S4.5: as in `Month`."""
        ...

    @property
    def period(self) -> Period:
        """The period."""
        ...

    @property
    def rules(self) -> RuleSet:
        """Its rule set."""
        ...


def measured(month: Measured, names: Collection[str]) -> Frame:
    """S6.2a: employee, metric, value (hundredths): the metrics of these names, of everyone who has them.

    Those that rest on totals of CSRs are left out; `means_of_totals` has them.
    """
    found = [standing(month.tables, month.period).filter(nw.col("metric").is_in(list(names)))]
    counted, averaged = ([name for name in each if name in names] for each in (COUNTS, MEANS))
    found += [_counted(month, counted)] if counted else []
    found += [_averaged(month, averaged)] if averaged else []
    found += [_absence_days(month)] if ABSENCE_DAYS in names else []
    return month.tables.settle(nw.concat([each.select("employee", "metric", "value") for each in found]))


def standing(tables: Tables, period: Period) -> Frame:
    """S6.2a: employee, metric, value, position: the recorded metrics that stand in a period."""
    recorded = tables.of("metrics").filter(nw.col("period") == period.number)
    return last_recorded(recorded, "employee", "metric").filter(~nw.col("value").is_null())


def means_of_totals(month: Measured, scores: Frame) -> Frame:
    """S6.2a: employee, metric, value: the rounded mean of the totals of the CSRs of everyone's team, and of all CSRs.

    `scores` are those of the period, as far as CSRs have them.
    """
    scored = scores.filter((nw.col("role") == "csr") & ~nw.col("total").is_null())
    people = month.members.select("employee", "team", every=whole(0))
    parts = []
    for name, key in ((TEAM_TOTAL_MEAN, "team"), (CSR_TOTAL_MEAN, "every")):
        means = scored.with_columns(every=whole(0)).group_by(key).agg(sum=total("total"), count=rows())
        value = means.select(key, value=round_half_up(nw.col("sum"), nw.col("count")))
        parts.append(people.join(value, on=key).select("employee", "value", metric=nw.lit(name)))
    return month.tables.settle(nw.concat([each.select("employee", "metric", "value") for each in parts]))


def _counted(month: Measured, names: Sequence[str]) -> Frame:
    """How many rows of each of these everyone in the period has, 0 included."""
    found = nw.concat([COUNTS[name](month).select("employee", metric=nw.lit(name)) for name in names])
    numbers = found.group_by("employee", "metric").agg(number=rows())
    every = month.tables.made_of({"metric": pl.String}, [(name,) for name in names])
    joined = (
        month.members.select("employee").join(every, how="cross").join(numbers, on=["employee", "metric"], how="left")
    )
    return joined.with_columns(value=(nw.col("number").fill_null(0) * UNIT).cast(nw.Int64))


def _averaged(month: Measured, names: Sequence[str]) -> Frame:
    """The rounded mean of the scores of everyone who has any."""
    found = nw.concat([MEANS[name](month).select("employee", "score", metric=nw.lit(name)) for name in names])
    sums = found.group_by("employee", "metric").agg(sum=total("score"), count=rows())
    return sums.with_columns(value=round_half_up(nw.col("sum"), nw.col("count")))


def unpunctual(month: Measured) -> Frame:
    """S4.4: the unpunctual shifts of the period."""
    return month.attendance.shifts.filter(nw.col("unpunctual"))


def late(month: Measured) -> Frame:
    """S3.6a: those of them that were late, forgiven ones left out."""
    return unpunctual(month).filter(nw.col("late_counted") > 0)


def _absences(month: Measured) -> Frame:
    return month.attendance.absences.filter(nw.col("type").is_in(list(month.rules.absence_kinds)))


def _absence_days(month: Measured) -> Frame:
    """S4.5 in days, rounded to a hundredth."""
    counted = absent(month.absences, month.rules)
    joined = month.members.select("employee").join(counted, on="employee", how="left")
    days = round_half_up(nw.col("absent").fill_null(0), 10)
    return joined.select("employee", metric=nw.lit(ABSENCE_DAYS), value=days)


def dated(table: str) -> Callable[[Measured], Frame]:
    """The facts of a table that are dated in the period."""
    return lambda month: month.tables.of(table).filter(dated_in(month.period))


ABSENCE_DAYS = "ledger.absence_days"
COUNTS: Mapping[str, Callable[[Measured], Frame]] = {
    "ledger.late_times": late,
    "ledger.unpunctual_shifts": unpunctual,
    "ledger.voluntary_swaps": lambda month: voluntary_swaps(month.tables, month.period),
    "ledger.complaints_upheld": lambda month: upheld(month.tables, month.period),
    "ledger.praises": dated("praises"),
    "ledger.work_errors": dated("work_errors"),
    "ledger.violations": dated("violations"),
}
"""The metrics that are numbers: the rows that are counted."""
MEANS: Mapping[str, Callable[[Measured], Frame]] = {
    "ledger.call_score": lambda month: monitored(month.tables, month.period),
    "ledger.exam_mean": dated("exams"),
}
"""The metrics that are means: the rows whose scores they are of."""
EVIDENCE: Mapping[str, Callable[[Measured], Frame]] = {**COUNTS, **MEANS, ABSENCE_DAYS: _absences}
"""S6.2a: what each metric that the ledger computes is made from, those of totals aside: rows with an employee."""
