"""S8.3 全勤奖 Full attendance."""

import narwhals.stable.v2 as nw

from projections.awards.award import Award, Contest
from projections.expressions import Frame, dated_in, exists, last_recorded, marked, rows


def _winners(contest: Contest) -> Frame:
    """At least one attended shift, fewer voluntary swaps than the limit, and no unresolved missing punch."""
    shifts = contest.attendance.shifts
    attended = exists(shifts.filter(nw.col("status") == "attended"), "attended", "employee")
    missing = exists(shifts.filter(nw.col("status").is_in(["missing_in", "missing_out"])), "missing", "employee")
    joined = (
        contest.candidates.join(attended, on="employee")
        .join(missing, on="employee", how="left")
        .join(_voluntary_swaps(contest), on="employee", how="left")
    )
    few = nw.col("swaps").fill_null(0) < contest.rules.full_attendance_swaps
    return joined.filter(~marked("missing") & few)


def _voluntary_swaps(contest: Contest) -> Frame:
    """S5.3: the approved swaps of a requester, in the period of the date given away."""
    decided = last_recorded(contest.tables.of("swap_decisions"), "swap").filter(nw.col("decision") == "approved")
    dated = contest.tables.of("swaps").filter(dated_in(contest.period, "requester_day"))
    approved = dated.join(decided.select("swap"), on="swap")
    return approved.select("swap", employee="requester").group_by("employee").agg(swaps=rows())


AWARD = Award("S8.3", "全勤奖", "Full attendance", _winners)
