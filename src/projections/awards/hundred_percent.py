"""S8.6 百分百之星 Hundred-percent star: no erroneous work order or refund registration, period after period."""

import narwhals.stable.v2 as nw

from projections.awards.award import Award, Condition, Contest, meeting
from projections.calendar import Period
from projections.expressions import Frame, dated_in, exists, last_recorded, marked, whole
from projections.people import Staff, throughout
from projections.tables import Tables


def brought_runs(tables: Tables) -> Frame:
    """S2.1a: the runs that employees bring along to the ledger's first period. Columns: employee, run."""
    return last_recorded(tables.of("openings"), "employee").select("employee", run="error_free_periods")


def errors(tables: Tables, period: Period) -> Frame:
    """S8.6: the erroneous work orders and refund registrations of the period. employee, day, position."""
    return tables.of("work_errors").filter(dated_in(period))


def error_free_runs(tables: Tables, staff: Staff, period: Period, before: Frame) -> Frame:
    """S8.6: the unbroken runs up to and including this period; whoever is not listed has none.

    Only a period in which someone was employed as `csr` on every day carries a run on. Columns: employee, run.
    """
    erring = exists(errors(tables, period), "erred", "employee")
    unbroken = throughout(staff, period, "csr").join(erring, on="employee", how="left").filter(~marked("erred"))
    continued = unbroken.join(before, on="employee", how="left")
    return tables.settle(continued.select("employee", run=nw.col("run").fill_null(0) + whole(1)))


def _conditions(contest: Contest) -> tuple[Condition, ...]:
    """Pays when the run is a multiple of the number of periods."""
    every = contest.rules.error_free_periods
    complete = contest.error_free.filter((nw.col("run") > 0) & (nw.col("run") % every == 0))
    runs = contest.error_free.select("employee", value="run")
    brought = last_recorded(contest.tables.of("openings"), "employee").select(
        "employee", "position", value="error_free_periods"
    )
    erred = errors(contest.tables, contest.period)
    evidence = (("error_free_run", runs), ("brought_run", brought), ("work_error", erred))
    return (Condition("complete_run", complete, evidence, ("error_free_periods",)),)


def _winners(contest: Contest) -> Frame:
    return meeting(contest, _conditions(contest))


AWARD = Award("S8.6", "百分百之星", "Hundred-percent star", _winners, _conditions)
