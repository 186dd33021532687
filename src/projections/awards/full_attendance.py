"""S8.3 全勤奖 Full attendance."""

import narwhals.stable.v2 as nw

from projections.awards.award import Award, Condition, Contest, meeting
from projections.expressions import Frame, exists, marked, rows
from projections.roster import voluntary_swaps


def _conditions(contest: Contest) -> tuple[Condition, ...]:
    """At least one attended shift, fewer voluntary swaps than the limit, and no unresolved missing punch."""
    shifts = contest.attendance.shifts.with_columns(position=nw.col("entry"))
    attended = shifts.filter(nw.col("status") == "attended")
    missing = shifts.filter(nw.col("status").is_in(["missing_in", "missing_out"]))
    without = contest.candidates.join(exists(missing, "missing", "employee"), on="employee", how="left")
    swaps = voluntary_swaps(contest.tables, contest.period)
    counted = swaps.group_by("employee").agg(swaps=rows())
    few = nw.col("swaps").fill_null(0) < contest.rules.full_attendance_swaps
    return (
        Condition("attended_shift", attended, (("attended_shift", attended),)),
        Condition(
            "few_voluntary_swaps",
            contest.candidates.join(counted, on="employee", how="left").filter(few),
            (("voluntary_swap", swaps),),
            ("full_attendance_swaps",),
        ),
        Condition("no_missing_punch", without.filter(~marked("missing")), (("missing_punch", missing),)),
    )


def _winners(contest: Contest) -> Frame:
    return meeting(contest, _conditions(contest))


AWARD = Award("S8.3", "全勤奖", "Full attendance", _winners, _conditions)
