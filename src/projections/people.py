"""S1 组织 Who is in a period, and in what status: read on the last day employed within it (S2.4)."""

from dataclasses import dataclass

import narwhals.stable.v2 as nw

from projections.calendar import Period
from projections.expressions import (
    Expression,
    Frame,
    exists,
    last_recorded,
    marked,
    smaller,
    whole,
)
from projections.tables import Tables

FOREVER = 3_000_000
"""A day after all others: the last day of someone who has not left."""


@dataclass(frozen=True)
class Staff:
    """The people of the ledger: `employment`, one row each, and `postings`, one row a change of role or team."""

    employment: Frame
    """employee, hired_on, last_day, leaving_reason, probation_until, notice_from; and the ledger positions of the facts
    that say so: hired_by, left_by, probation_by, notice_by (missing where there is none)."""
    postings: Frame
    """employee, from_day, until_day, role, team: which role and team were held from when until when (S1.2); role_by
    and team_by are the ledger positions of the facts that gave them."""


def staff(tables: Tables) -> Staff:
    """The standing facts about every employee (S1.1 … S1.3), whatever the period."""
    standing = last_recorded(tables.of("employees"), "employee")
    return Staff(tables.settle(_employment(tables, standing)), tables.settle(_postings(tables, standing)))


def _employment(tables: Tables, standing: Frame) -> Frame:
    """S1.3: hired on, probation until, notice from, last day. The later recorded probation holds."""
    probation = last_recorded(tables.of("probations"), "employee").select("employee", "until", probation="position")
    notice = last_recorded(tables.of("notices"), "employee").select(
        "employee", notice_from="from_day", notice_by="position"
    )
    leaving = last_recorded(tables.of("leavings"), "employee").select(
        "employee", "last_day", "leaving_reason", left_by="position"
    )
    own_holds = nw.col("probation").is_null() | (
        ~nw.col("probation_until").is_null() & (nw.col("position") > nw.col("probation"))
    )
    people = standing.join(probation, on="employee", how="left").join(notice, on="employee", how="left")
    return people.join(leaving, on="employee", how="left").select(
        "employee",
        "hired_on",
        nw.col("last_day").fill_null(FOREVER),
        "leaving_reason",
        "notice_from",
        "notice_by",
        "left_by",
        hired_by="position",
        probation_by=nw.when(own_holds).then(nw.col("position")).otherwise(nw.col("probation")),
        probation_until=nw.when(own_holds).then(nw.col("probation_until")).otherwise(nw.col("until")),
    )


def _postings(tables: Tables, standing: Frame) -> Frame:
    """S1.2: from each date on, the role and the team last assigned by then; before any, those of the hiring."""
    start = -FOREVER
    hired = standing.select("employee", "role", "team", "position", from_day=whole(start))
    moved = last_recorded(tables.of("assignments"), "employee", "from_day").select(
        "employee", "role", "team", "position", "from_day"
    )
    changes = nw.concat([hired, moved]).with_columns(
        role_by=nw.when(~nw.col("role").is_null()).then(nw.col("position")),
        team_by=nw.when(~nw.col("team").is_null()).then(nw.col("position")),
    )
    return changes.select(
        "employee",
        "from_day",
        _carried("role"),
        _carried("team"),
        _carried("role_by"),
        _carried("team_by"),
        until_day=nw.col("from_day").shift(-1).over("employee", order_by="from_day").fill_null(FOREVER + 1) - 1,
    )


def _carried(column: str) -> Expression:
    """An assignment that leaves a role or a team out leaves it as it was."""
    return nw.col(column).fill_null(strategy="forward").over("employee", order_by="from_day")


def members(staff_: Staff, period: Period) -> Frame:
    """Who is employed on at least one day of the period (S2.4), with status on the last such day.

    Columns: employee, role, team, first_day, last_day, days (employed within the period), status_day, probation
    (S7.6a), notice_from (missing when not under notice), leaving_reason (only if employment ended in the period).
    """
    first, last = period.first_day, period.last_day
    inside = staff_.employment.filter((nw.col("hired_on") <= last) & (nw.col("last_day") >= first))
    inside = inside.filter(nw.col("hired_on") <= nw.col("last_day"))
    present = inside.with_columns(
        first_day=nw.when(nw.col("hired_on") > first).then(nw.col("hired_on")).otherwise(whole(first)),
        status_day=smaller(nw.col("last_day"), whole(last)),
    )
    held = staff_.postings.select("employee", "role", "team", "from_day", "until_day")
    status = present.join(held, on="employee").filter(
        (nw.col("from_day") <= nw.col("status_day")) & (nw.col("until_day") >= nw.col("status_day"))
    )
    under_notice = nw.col("notice_from") <= nw.col("status_day")
    ended = nw.col("last_day") <= last
    return status.select(
        "employee",
        "role",
        "team",
        "first_day",
        last_day=nw.col("status_day"),
        days=nw.col("status_day") - nw.col("first_day") + 1,
        probation=(nw.col("probation_until") >= nw.col("status_day")).fill_null(value=False),
        notice_from=nw.when(under_notice).then(nw.col("notice_from")),
        leaving_reason=nw.when(ended).then(nw.col("leaving_reason")),
    )


def on_probation(staff_: Staff, day: int) -> Frame:
    """The employees on probation on that day, that day included (S1.3): employee."""
    return staff_.employment.filter(nw.col("probation_until") >= day).select("employee")


def throughout(staff_: Staff, period: Period, role: str) -> Frame:
    """Who was employed in that role on every day of the period (S8.6): employee."""
    first, last = period.first_day, period.last_day
    whole_period = staff_.employment.filter((nw.col("hired_on") <= first) & (nw.col("last_day") >= last))
    held = staff_.postings.filter((nw.col("from_day") <= last) & (nw.col("until_day") >= first))
    otherwise_employed = exists(held.filter(nw.col("role") != role), "otherwise", "employee")
    joined = whole_period.select("employee").join(otherwise_employed, on="employee", how="left")
    return joined.filter(~marked("otherwise")).select("employee")
