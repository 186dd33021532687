"""S10.1a 按小时计薪 The minutes of days under hourly pay, and the share of them that is paid."""

import narwhals.stable.v2 as nw
import polars as pl

from projections.contracts import HOURLY
from projections.expressions import Frame, smaller, taken_in_turn, whole
from projections.hours import added
from projections.leave import ABSENTEEISM
from projections.pay.pay_terms import HOUR, HUNDREDTHS
from projections.pay.sick_pay import paid_by_the_hour
from projections.pay.sick_shares import SICK
from projections.pay.sources import PaidDays
from projections.stretches import on_day

COUNTED, OVERTIME, TRAINING, LEAVE = "counted", "overtime", "training", "leave"
"""What the minutes of an hourly day are: of an attended shift, overtime added to worked, a training, or leave."""
_PAID = 100
_ROW = ("employee", "day", "source", "type", "request", "minutes", "share")


def hourly_minutes(sources: PaidDays) -> Frame:
    """S10.1a: a row a shift, an overtime approval, a training and a leave of a day under hourly pay.

    Columns: employee, day, source (`counted`, `overtime`, `training` or `leave`), type (of leave; else missing),
    request (the ledger position of the leave, the approval or the training; missing of a shift), minutes, share
    (percent of them that is paid), those of `pay_terms.in_force`, and numerator over denominator, what they are paid,
    in fen. Absenteeism has none.
    """
    trainings = _added(sources.earned.training, TRAINING)
    overtime = _added(added(sources.earned.overtime), OVERTIME)
    rows = nw.concat([_shifts(sources), overtime, trainings, _leave(sources)])
    employed = rows.join(sources.members.select("employee", "first_day", "last_day"), on="employee").filter(
        (nw.col("day") >= nw.col("first_day")) & (nw.col("day") <= nw.col("last_day"))
    )
    dated = on_day(employed.drop("first_day", "last_day"), sources.pay_terms).filter(nw.col("pay") == HOURLY)
    plain = dated.filter(nw.col("type").is_null() | (nw.col("type") != SICK)).with_columns(
        numerator=nw.col("rate") * nw.col("minutes") * nw.col("share"), denominator=whole(HOUR * HUNDREDTHS)
    )
    sick = dated.filter(nw.col("type") == SICK).join(sources.sick_shares, on=["employee", "day"])
    columns = (*_ROW, *_TERMS, "numerator", "denominator")
    return nw.concat([plain.select(*columns), paid_by_the_hour(sick, sources.rules).select(*columns)])


_TERMS = ("from_day", "until_day", "day_minutes", "pay", "rate", "contract", "monthly", "salary")


def _shifts(sources: PaidDays) -> Frame:
    """S3.6: the counted minutes of attended shifts."""
    worked = sources.earned.attendance.shifts.filter(nw.col("counted") > 0)
    return worked.select(
        "employee",
        "day",
        source=nw.lit(COUNTED),
        type=nw.lit(None, dtype=nw.String),
        request=whole(None),
        minutes="counted",
        share=whole(_PAID),
    ).select(*_ROW)


def _added(rows: Frame, source: str) -> Frame:
    """S3.6, S3.8a: what facts add to worked: overtime (what is paid apart is S10.8's), and trainings."""
    told = rows.select(
        "employee",
        "day",
        "minutes",
        source=nw.lit(source),
        type=nw.lit(None, dtype=nw.String),
        request="position",
        share=whole(_PAID),
    )
    return told.select(*_ROW)


def _leave(sources: PaidDays) -> Frame:
    """S4.4: leave, with the share of it that is paid; lieu leave as far as the bank gave it (S3.9)."""
    taken = sources.earned.attendance.absences.filter(nw.col("type") != ABSENTEEISM)
    kinds = [(name, kind.hours, _PAID - kind.unpaid_percent) for name, kind in sources.rules.leave_types.items()]
    types = sources.tables.made_of({"type": pl.String, "hours": pl.String, "share": pl.Int64}, kinds)
    typed = taken.join(types, on="type")
    others = typed.filter(nw.col("hours") != "bank").with_columns(paid=nw.col("pay_minutes"))
    columns = ("employee", "day", "type", "request", "paid", "share")
    every = nw.concat([others.select(*columns), _given(sources, typed).select(*columns)])
    return every.select("employee", "day", "type", "request", "share", source=nw.lit(LEAVE), minutes="paid").select(
        *_ROW
    )


def _given(sources: PaidDays, typed: Frame) -> Frame:
    """S10.1a: the bank gives to the earliest dates of the period first, at most a date's minutes of pay (S4.1a)."""
    drawn = sources.earned.hours.select("employee", "drawn_by_leave")
    lieu = typed.filter(nw.col("hours") == "bank").join(drawn, on="employee")
    found = taken_in_turn(lieu, "given", "minutes", "drawn_by_leave", ["employee"], ["day", "request"])
    return found.with_columns(paid=smaller(nw.col("given"), nw.col("pay_minutes"))).filter(nw.col("paid") > 0)
