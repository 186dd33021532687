"""S8.6 百分百之星 Hundred-percent star: no erroneous work order or refund registration, period after period."""

import narwhals.stable.v2 as nw

from ledger.ruleset import RuleSet
from projections.awards.award import Award, Condition, Contest, meeting
from projections.calendar import Period
from projections.expressions import Frame, dated_in, exists, last_recorded, marked, rows, whole
from projections.tables import Tables


def brought_runs(tables: Tables) -> Frame:
    """S2.1a: the runs that employees bring along to their first period here. Columns: employee, run."""
    return last_recorded(tables.of("openings"), "employee").select("employee", run="error_free_periods")


def errors(tables: Tables, period: Period) -> Frame:
    """S8.6: the erroneous work orders and refund registrations of the period. employee, day, position."""
    return tables.of("work_errors").filter(dated_in(period))


def attended(shifts: Frame) -> Frame:
    """S8.6: how many shifts each employee attended. Columns: employee, attended."""
    return shifts.filter(nw.col("status") == "attended").group_by("employee").agg(attended=rows())


def error_free_runs(
    tables: Tables, period: Period, rules: RuleSet, eligible: Frame, before: Frame, shifts: Frame
) -> Frame:
    """S8.6: the unbroken runs up to and including this period; whoever is not listed has none.

    `eligible` were employed as `csr` on every day of the period: for others it breaks the run. A period with too few
    attended shifts neither adds to the run nor breaks it. Columns: employee, run, adds (whether this period does).
    """
    erring = exists(errors(tables, period), "erred", "employee")
    unbroken = eligible.join(erring, on="employee", how="left").filter(~marked("erred"))
    continued = unbroken.join(before, on="employee", how="left").join(attended(shifts), on="employee", how="left")
    adds = nw.col("attended").fill_null(0) >= rules.error_free_min_shifts
    one = nw.when(adds).then(whole(1)).otherwise(whole(0))
    runs = continued.select("employee", adds=adds, run=nw.col("run").fill_null(0) + one)
    return tables.settle(runs.filter(nw.col("run") > 0))


def _conditions(contest: Contest) -> tuple[Condition, ...]:
    """Pays when the period adds to the run, and it is a multiple of the number of periods."""
    every = contest.rules.error_free_periods
    complete = contest.error_free.filter(nw.col("adds") & (nw.col("run") % every == 0))
    runs = contest.error_free.select("employee", value="run")
    brought = last_recorded(contest.tables.of("openings"), "employee").select(
        "employee", "position", value="error_free_periods"
    )
    erred = errors(contest.tables, contest.period)
    shifts = attended(contest.attendance.shifts).select("employee", value="attended")
    evidence = (("error_free_run", runs), ("brought_run", brought), ("work_error", erred), ("shifts_attended", shifts))
    return (Condition("complete_run", complete, evidence, ("error_free_periods", "error_free_min_shifts")),)


def _winners(contest: Contest) -> Frame:
    return meeting(contest, _conditions(contest))


AWARD = Award("S8.6", "百分百之星", "Hundred-percent star", _winners, _conditions)
