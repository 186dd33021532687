"""S13.5 Conduct: violations, briefings, handovers, and punches by somebody else."""

from collections import Counter
from datetime import timedelta

from tests.reference.attendance import Worked
from tests.reference.state import whole_minute

from .looks import Fact, Look, Row, counted


def report(look: Look) -> list[Row]:
    """One row for each employee of whom something is to be told."""
    by_other = Counter(
        fact["employee"]
        for fact in look.of_instant("clock")
        if fact.get("recorded_by") in look.view.employees and fact["recorded_by"] != fact["employee"]
    )
    return counted((_row(look, employee, by_other[employee]) for employee in look.view.employees), "employee")


def _row(look: Look, employee: str, punched_by_other: int) -> Row:
    view = look.view
    violations = view.dated("violation", employee, look.period)
    attended = [row for row in look.attendance().of(employee) if row.status == "attended"]
    held = [(row, _briefings(look, row)) for row in attended]
    as_leader = [(row, found) for row, found in held if view.on(employee, row.date, "role") == "team_leader"]
    return {
        "employee": employee,
        "violations": len(violations),
        "violation_points": sum(fact["points"] or 0 for fact in violations),
        "briefings_held": sum(len(found) for _row, found in held),
        "briefings_missed": sum(
            employee != fact["leader"] and employee not in fact["attendees"] for _row, found in held for fact in found
        ),
        "briefings_not_held": sum(not found for _row, found in as_leader),
        "handovers_missing": sum(not _handed_over(look, row) for row, _found in as_leader),
        "punched_by_other": punched_by_other,
    }


def _briefings(look: Look, row: Worked) -> list[Fact]:
    """The briefings of the employee's team around the planned start."""
    assert row.planned is not None
    around, start = timedelta(minutes=look.rules["briefing_minutes"]), row.planned.start
    team = look.view.on(row.employee, row.date, "team")
    return [
        fact
        for fact in look.view.unvoided("briefing")
        if fact["team"] == team and start - around <= whole_minute(fact["at"]) < start + around
    ]


def _handed_over(look: Look, row: Worked) -> bool:
    """Whether there is a handover from or to the leader within the reach of the shift (S3.4)."""
    assert row.planned is not None
    return any(
        row.employee in (fact["from_leader"], fact["to_leader"]) and row.planned.holds(whole_minute(fact["at"]))
        for fact in look.view.unvoided("handover")
    )
