"""S13.8 监控计划 How many monitorings each employee's quota asks for in a week, and how many there are."""

import narwhals.stable.v2 as nw

from projections.calendar import Period
from projections.centre.counts import Part, counted
from projections.centre.shifts import ATTENDED, Centre
from projections.expressions import Frame, last_recorded, no_less_than_zero, week_number_of
from projections.scores import standing

_DAYS_A_WEEK = 7


def weeks_of(period: Period) -> range:
    """S13.8: the ISO weeks whose Thursday lies in the period (see `calendar.week_number`)."""
    # The Thursday of week n is day 7n: 1970-01-01 was one.
    return range(-(-period.first_day // _DAYS_A_WEEK), period.last_day // _DAYS_A_WEEK + 1)


def monitoring_plan(month: Centre) -> Frame:
    """S13.8: employee, week, done, due, missing; a row where one of them is not 0."""
    parts = [
        Part(monitored(month), {"done": 1}),
        Part(due(month), {"due": nw.col("per_week")}),
    ]
    rows = counted(("employee", "week"), ("done", "due"), parts)
    return rows.with_columns(missing=no_less_than_zero(nw.col("due") - nw.col("done")))


def monitored(month: Centre) -> Frame:
    """S13.8: the standing monitorings dated in the weeks of the period, each whole week.

    Columns: those of the journal, `revised` of `scores.standing`, and week.
    """
    weeks = weeks_of(month.period)
    dated = month.tables.of("monitorings").with_columns(week=week_number_of(nw.col("day")))
    within = dated.filter((nw.col("week") >= weeks.start) & (nw.col("week") < weeks.stop))
    return standing(month.tables, within)


def due(month: Centre) -> Frame:
    """S13.8: the quota of each employee, of the weeks in which there is an attended shift within the period.

    Columns: employee, week, per_week, quota (the ledger position of the fact).
    """
    weeks = weeks_of(month.period)
    worked = month.attendance.shifts.filter(nw.col("status") == ATTENDED)
    present = worked.select("employee", week=week_number_of(nw.col("day"))).unique()
    within = present.filter((nw.col("week") >= weeks.start) & (nw.col("week") < weeks.stop))
    return within.join(_quotas(month), on="employee")


def _quotas(month: Centre) -> Frame:
    """S13.8: the quota in force of everyone in the period: that of the channel (S2.4) goes before that of the role."""
    stated = month.tables.of("monitoring_quotas").filter(nw.col("since") <= month.period.number)
    held = last_recorded(stated, "role", "channel", "since")
    latest = held.with_columns(newest=nw.col("since").max().over("role", "channel")).filter(
        nw.col("since") == nw.col("newest")
    )
    of_role = latest.filter(nw.col("channel").is_null()).select("role", of_role="per_week", role_quota="position")
    of_channel = latest.filter(~nw.col("channel").is_null()).select(
        "role", "channel", of_channel="per_week", channel_quota="position"
    )
    joined = month.members.select("employee", "role", "channel").join(of_role, on="role", how="left")
    both = joined.join(of_channel, on=["role", "channel"], how="left")
    found = both.select(
        "employee",
        per_week=nw.coalesce("of_channel", "of_role"),
        quota=nw.coalesce("channel_quota", "role_quota"),
    )
    return found.filter(~nw.col("per_week").is_null())
