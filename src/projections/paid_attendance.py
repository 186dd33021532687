"""S10.7 What whoever computes tax and social insurance asks beside the lines of pay: days unpaid, and hours paid."""

import narwhals.stable.v2 as nw
import polars as pl

from projections.expressions import Frame, total, whole
from projections.leave import ABSENTEEISM
from projections.month import Month

_ALL = 100
_SUMS = ("days_unpaid", "days_partly_paid", "minutes_paid")


def paid_attendance(month: Month) -> Frame:
    """Of everyone with attendance, leave, overtime or training in the period.

    Columns: employee; days_unpaid and days_partly_paid, milli-days of absence of which nothing, or not all, is paid
    (S4.4: absenteeism, and leave types by what they leave unpaid); minutes_paid, of attended shifts (S3.6), of approved
    overtime, of trainings that count (S3.8a), and of leave that is paid in full.
    """
    tables, found = month.tables, month.attendance
    unpaid = [(name, each.unpaid_percent) for name, each in month.rules.leave_types.items()]
    types = tables.made_of({"type": pl.String, "unpaid": pl.Int64}, [*unpaid, (ABSENTEEISM, _ALL)])
    share = nw.col("unpaid")
    absent = (
        found.absences.join(types, on="type")
        .with_columns(
            days_unpaid=nw.when(share == _ALL).then(nw.col("milli_days")).otherwise(whole(0)),
            days_partly_paid=nw.when((share > 0) & (share < _ALL)).then(nw.col("milli_days")).otherwise(whole(0)),
            minutes_paid=nw.when(share == 0).then(nw.col("pay_minutes")).otherwise(whole(0)),
        )
        .select("employee", *_SUMS)
    )
    none = {"days_unpaid": whole(0), "days_partly_paid": whole(0)}
    worked = found.shifts.with_columns(minutes_paid=nw.col("counted"), **none).select("employee", *_SUMS)
    beyond = [
        rows.with_columns(minutes_paid=nw.col("minutes"), **none).select("employee", *_SUMS)
        for rows in (month.overtime, month.training)
    ]
    every = nw.concat([absent, worked, *beyond])
    return tables.settle(every.group_by("employee").agg(*(total(name).alias(name) for name in _SUMS)))
