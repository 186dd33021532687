"""Anomalies of attendance (interchange, reports): what somebody has to look at."""

from datetime import date
from typing import Any

from .attendance import Attendance


def report(attendance: Attendance) -> list[dict[str, Any]]:
    """List the rows by employee, date and minute, those without a minute first."""
    local = attendance.view.local
    found: list[tuple[str, date, str, str]] = []
    for row in attendance.rows:
        if row.status in ("missing_in", "missing_out", "absent"):
            found.append((row.employee, row.date, "", row.status))
        if row.status == "leave":
            for punch in row.punches:
                found.append((row.employee, row.date, _minute(local(punch.at)), "punches_on_leave"))
    days = set(attendance.days)
    for employee, punches in attendance.unreached.items():
        for punch in punches:
            day = local(punch.at).date()
            if day in days:
                kind = "stray" if attendance.view.employed(employee, day) else "outside_employment"
                found.append((employee, day, _minute(local(punch.at)), kind))
    return [
        {"employee": employee, "date": day.isoformat(), "kind": kind, "at": at or None}
        for employee, day, at, kind in sorted(found)
    ]


def _minute(at: Any) -> str:
    return str(at.isoformat(timespec="minutes"))
