"""S3.6a 迟到宽限 Lateness that is forgiven, and how often and how long somebody was late or early in a period."""

import narwhals.stable.v2 as nw

from ledger.ruleset import RuleSet
from projections.expressions import Expression, Frame, running_total, total, whole

_COUNTS = ("late_times", "late_minutes", "early_times", "early_minutes", "forgiven_times")


def with_grace(shifts: Frame, rules: RuleSet) -> Frame:
    """S3.6a 宽限: adds whether a shift's late is forgiven, and `late_counted`, which is 0 then.

    Of an employee's shifts of the period that are late by no more than the limit the first ones, by date, are.
    """
    if rules.late_grace_minutes == 0:
        return shifts.with_columns(forgiven=nw.lit(value=False), late_counted=nw.col("late"))
    slight = (nw.col("late") > 0) & (nw.col("late") <= rules.late_grace_minutes)
    marked = shifts.with_columns(slight=nw.when(slight).then(whole(1)).otherwise(whole(0)))
    forgiven = nw.col("slight") == 1
    if rules.late_grace_times is not None:
        marked = marked.with_columns(slight_so_far=running_total("slight", ["employee"], ["day"]))
        forgiven = forgiven & (nw.col("slight_so_far") <= rules.late_grace_times)
    return marked.with_columns(forgiven=forgiven).with_columns(
        late_counted=nw.when(nw.col("forgiven")).then(whole(0)).otherwise(nw.col("late"))
    )


def punctuality(members: Frame, shifts: Frame) -> Frame:
    """S3.6a 守时: everyone in the period, with the times and minutes late and early over the unpunctual shifts.

    Columns: employee, late_times, late_minutes, early_times, early_minutes, forgiven_times.
    """
    unpunctual, late, early = nw.col("unpunctual"), nw.col("late_counted"), nw.col("early")
    told = shifts.with_columns(
        late_times=_one(unpunctual & (late > 0)),
        late_minutes=nw.when(unpunctual).then(late).otherwise(whole(0)),
        early_times=_one(unpunctual & (early > 0)),
        early_minutes=nw.when(unpunctual).then(early).otherwise(whole(0)),
        forgiven_times=_one(nw.col("forgiven")),
    )
    counted = told.group_by("employee").agg(**{name: total(name) for name in _COUNTS})
    joined = members.select("employee").join(counted, on="employee", how="left")
    return joined.select("employee", *(nw.col(name).fill_null(0) for name in _COUNTS))


def _one(condition: Expression) -> Expression:
    return nw.when(condition).then(whole(1)).otherwise(whole(0))
