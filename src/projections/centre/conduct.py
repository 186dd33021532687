"""S13.5 现场秩序 Violations, briefings, handovers, and punches by somebody else (S12.1)."""

import narwhals.stable.v2 as nw

from projections.calendar import MINUTES_A_DAY
from projections.centre.counts import Part, counted
from projections.centre.shifts import Centre, attended_by_role
from projections.expressions import Frame, dated_in, exists, marked
from projections.punches import spread

COUNTS = (
    "violations",
    "violation_points",
    "briefings_held",
    "briefings_missed",
    "briefings_not_held",
    "handovers_missing",
    "punched_by_other",
)
LEADER = "team_leader"
_SHIFT = ("employee", "day")


def conduct(month: Centre) -> Frame:
    """S13.5: employee, and the counts of `COUNTS`; a row where one of them is not 0."""
    held = briefings_held(month)
    return counted(
        ("employee",),
        COUNTS,
        [
            Part(violations(month), {"violations": 1, "violation_points": nw.col("points")}),
            Part(held, {"briefings_held": 1}),
            Part(held.filter(~nw.col("took_part")), {"briefings_missed": 1}),
            Part(without_briefing(month), {"briefings_not_held": 1}),
            Part(without_handover(month), {"handovers_missing": 1}),
            Part(punched_by_other(month), {"punched_by_other": 1}),
        ],
    )


def violations(month: Centre) -> Frame:
    """S13.5 违规: the violations dated in the period. Columns: position, employee, day, points (missing where none)."""
    return month.tables.of("violations").filter(dated_in(month.period))


def briefings_held(month: Centre) -> Frame:
    """S13.5 班前会: each attended shift with the briefings of the team of its holder on the date, about its start.

    Columns: employee, day, briefing (the ledger position), took_part.
    """
    took_part = exists(_participants(month), "took_part", "briefing", "employee")
    held = _briefed(month).join(took_part, on=["briefing", "employee"], how="left")
    return held.select(*_SHIFT, "briefing", took_part=marked("took_part"))


def without_briefing(month: Centre) -> Frame:
    """S13.5: the attended shifts of a `team_leader` (on the date) without a briefing. Columns: employee, day."""
    briefed = _briefed(month).select(*_SHIFT).unique()
    return _of_leaders(month).join(briefed, on=list(_SHIFT), how="anti").select(*_SHIFT)


def without_handover(month: Centre) -> Frame:
    """S13.5 交接: those without a handover from or to the leader within the reach (S3.4). Columns: employee, day."""
    tables, handovers = month.tables, month.tables.of("handovers")
    sides = [handovers.select("instant", employee=side) for side in ("from_leader", "to_leader")]
    told = nw.concat(sides).with_columns(utc_day=nw.col("instant") // MINUTES_A_DAY)
    reach = spread(tables, _of_leaders(month), "reach_from", "reach_until")
    within = reach.join(told, on=["employee", "utc_day"]).filter(
        (nw.col("instant") >= nw.col("reach_from")) & (nw.col("instant") < nw.col("reach_until"))
    )
    return _of_leaders(month).join(within.select(*_SHIFT).unique(), on=list(_SHIFT), how="anti").select(*_SHIFT)


def punched_by_other(month: Centre) -> Frame:
    """S12.1 代打卡: punches that another employee of the ledger recorded. Columns: employee, day, position, by."""
    tables = month.tables
    dated = tables.of("clocks").with_columns(day=nw.col("minute") // MINUTES_A_DAY).filter(dated_in(month.period))
    known = tables.of("employees").select(by="employee").unique()
    others = dated.filter(~nw.col("other").is_null()).with_columns(by=nw.col("other"))
    return others.join(known, on="by").select(*_SHIFT, "position", "by")


def _of_leaders(month: Centre) -> Frame:
    return attended_by_role(month).filter(nw.col("role") == LEADER)


def _briefed(month: Centre) -> Frame:
    """Each attended shift and briefing of the team, with `at` in the span about the planned start (S13.5)."""
    around = month.rules.briefing_minutes
    spans = attended_by_role(month).with_columns(begins=nw.col("starts") - around, beyond=nw.col("starts") + around)
    told = month.tables.of("briefings").select(
        "team", "instant", briefing="position", utc_day=nw.col("instant") // MINUTES_A_DAY
    )
    within = spread(month.tables, spans, "begins", "beyond").join(told, on=["team", "utc_day"])
    inside = (nw.col("instant") >= nw.col("begins")) & (nw.col("instant") < nw.col("beyond"))
    return within.filter(inside).select(*_SHIFT, "briefing")


def _participants(month: Centre) -> Frame:
    """Who led or attended which briefing: briefing (the ledger position), employee."""
    led = month.tables.of("briefings").select(briefing="position", employee="leader")
    attended = month.tables.of("briefing_attendees").select(briefing="position", employee="attendee")
    return nw.concat([led, attended])
