"""S7.6, S7.7 不享有奖金 Who gets no monthly bonus, and by which clause."""

import narwhals.stable.v2 as nw

from ledger.ruleset import RuleSet
from projections.calendar import Period
from projections.expressions import Frame, exists, total
from projections.leave import ABSENTEEISM

SICK_LIMIT = 3000
"""S7.6d: the manual's own three days of sick leave under notice, in milli-days."""
ALSO_BAR_AWARDS = ("S7.6a", "S7.6b", "S7.6d")
"""S8.2: the clauses that bar from the excellence awards too."""


def exclusions(members: Frame, absences: Frame, absences_before: Frame, previous: Period, rules: RuleSet) -> Frame:
    """S7.6, S7.7: employee, clause; a row for each clause that takes the monthly bonus from someone.

    `absences` are the period's, `absences_before` those of the period before it.
    """
    parts = [
        members.filter(nw.col("probation")).select("employee", clause=nw.lit("S7.6a")),
        members.filter(nw.col("leaving_reason") == "poor_performance").select("employee", clause=nw.lit("S7.6b")),
        _absent_too_long(members, absences, rules),
        _under_notice(members, nw.concat([absences_before, absences]), previous),
    ]
    return nw.concat(parts)


def _absent_too_long(members: Frame, absences: Frame, rules: RuleSet) -> Frame:
    """S7.6c, CSRs only (S7.7): absence of the kinds of S4.5 reaches the limit."""
    counting = absences.filter(nw.col("type").is_in(list(rules.absence_kinds)))
    summed = counting.group_by("employee").agg(absent=total("milli_days"))
    joined = members.filter(nw.col("role") == "csr").join(summed, on="employee", how="left")
    over = nw.col("absent").fill_null(0) >= rules.absence_limit
    return joined.filter(over).select("employee", clause=nw.lit("S7.6c"))


def _under_notice(members: Frame, absences: Frame, previous: Period) -> Frame:
    """S7.6d: absenteeism, or three days sick, since notice was given (at most since the period before began)."""
    noticed = members.filter(~nw.col("notice_from").is_null()).select("employee", "notice_from")
    since = absences.join(noticed, on="employee").filter(
        (nw.col("day") >= nw.col("notice_from")) & (nw.col("day") >= previous.first_day)
    )
    absent = exists(since.filter(nw.col("type") == ABSENTEEISM), "barred", "employee")
    sick = since.filter(nw.col("type") == "sick").group_by("employee").agg(sick=total("milli_days"))
    long_sick = exists(sick.filter(nw.col("sick") >= SICK_LIMIT), "barred", "employee")
    return nw.concat([absent, long_sick]).select("employee").unique().with_columns(clause=nw.lit("S7.6d"))
