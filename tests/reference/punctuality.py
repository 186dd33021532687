"""S3.6a: how often, and by how much, everyone was late or early, and what was forgiven."""

from typing import Any

from .attendance import Attendance, Worked


def counted(rows: list[Worked]) -> dict[str, int]:
    """Count times and minutes late and early over the unpunctual shifts, and beside them the forgiven ones."""
    unpunctual = [row for row in rows if row.unpunctual]
    return {
        "late_times": sum(row.late_held > 0 for row in unpunctual),
        "late_minutes": sum(row.late_held for row in unpunctual),
        "early_times": sum(row.early > 0 for row in unpunctual),
        "early_minutes": sum(row.early for row in unpunctual),
        "forgiven_times": sum(row.forgiven for row in rows),
    }


def report(attendance: Attendance, period: str) -> list[dict[str, Any]]:
    """One row for everyone in the period."""
    return [
        {"employee": employee, **counted(attendance.of(employee))} for employee in attendance.view.in_period(period)
    ]
