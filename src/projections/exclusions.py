"""S7.6, S7.7 不享有奖金 Who gets no monthly bonus, and by which clause."""

import narwhals.stable.v2 as nw

from ledger.facts.contracts import STANDARD_DAY
from ledger.ruleset import RuleSet
from projections.calendar import Period
from projections.expressions import Frame, exists, round_half_up, total
from projections.leave import ABSENTEEISM, FULL_DAY

SICK_LIMIT = 3000
"""S7.6d: the manual's own three days of sick leave under notice, in milli-days."""
_ABSENCE = ("employee", "day", "type", "minutes", "milli_days")
ALSO_BAR_AWARDS = ("S7.6a", "S7.6b", "S7.6d")
"""S8.2: the clauses that bar from the excellence awards too."""


def exclusions(members: Frame, absences: Frame, absences_before: Frame, previous: Period, rules: RuleSet) -> Frame:
    """S7.6, S7.7: employee, clause; a row for each clause that takes the monthly bonus from someone.

    `absences` are the period's, `absences_before` those of the period before it; their minutes are those of S4.5.
    """
    parts = [
        members.filter(nw.col("probation")).select("employee", clause=nw.lit("S7.6a")),
        members.filter(nw.col("leaving_reason") == "poor_performance").select("employee", clause=nw.lit("S7.6b")),
        _absent_too_long(members, absences, rules),
        _under_notice(since_notice(members, absences, absences_before, previous), rules),
        members.filter((nw.col("role") == "csr") & (nw.col("tenure") < rules.new_employee_days)).select(
            "employee", clause=nw.lit("S7.6e")
        ),
    ]
    return nw.concat(parts)


def _absent_too_long(members: Frame, absences: Frame, rules: RuleSet) -> Frame:
    """S7.6c, CSRs only (S7.7): absence of the kinds of S4.5 reaches the limit."""
    joined = members.filter(nw.col("role") == "csr").join(absent(absences, rules), on="employee", how="left")
    over = nw.col("absent").fill_null(0) >= rules.absence_limit
    return joined.filter(over).select("employee", clause=nw.lit("S7.6c"))


def absent(absences: Frame, rules: RuleSet) -> Frame:
    """S4.5: employee, absent: the milli-days of absence of the kinds that count."""
    return _measured(absences.filter(nw.col("type").is_in(list(rules.absence_kinds))), "absent", rules)


def _measured(absences: Frame, name: str, rules: RuleSet) -> Frame:
    """S4.5: employee, and the milli-days of their absences together: of shifts, or of days of 480 minutes."""
    summed = absences.group_by("employee").agg(milli_days=total("milli_days"), minutes=total("minutes"))
    of_days = round_half_up(nw.col("minutes") * FULL_DAY, STANDARD_DAY)
    return summed.select("employee", (of_days if rules.absence_unit == "day480" else nw.col("milli_days")).alias(name))


def since_notice(members: Frame, absences: Frame, absences_before: Frame, previous: Period) -> Frame:
    """S7.6d: the absences since notice was given (at most since the period before began), of those under notice."""
    both = nw.concat([absences_before.select(*_ABSENCE), absences.select(*_ABSENCE)])
    noticed = members.filter(~nw.col("notice_from").is_null()).select("employee", "notice_from")
    return both.join(noticed, on="employee").filter(
        (nw.col("day") >= nw.col("notice_from")) & (nw.col("day") >= previous.first_day)
    )


def sick(since: Frame, rules: RuleSet) -> Frame:
    """S7.6d: employee, sick: the milli-days of sick leave among the absences since notice, measured as in S4.5."""
    return _measured(since.filter(nw.col("type") == "sick"), "sick", rules)


def _under_notice(since: Frame, rules: RuleSet) -> Frame:
    """S7.6d: absenteeism, or three days sick."""
    truant = exists(since.filter(nw.col("type") == ABSENTEEISM), "barred", "employee")
    long_sick = exists(sick(since, rules).filter(nw.col("sick") >= SICK_LIMIT), "barred", "employee")
    return nw.concat([truant, long_sick]).select("employee").unique().with_columns(clause=nw.lit("S7.6d"))
