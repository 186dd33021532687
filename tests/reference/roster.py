"""S3.2: the shifts that are assigned, and the weeks without any (S4.1a)."""

from datetime import date, timedelta

from .state import View


def assigned(view: View, employee: str) -> dict[date, str]:
    """S3.2: the last roster fact of each date, on dates on which the employee is employed."""
    return {
        day: fact["shift"]
        for (person, day), fact in view.standing["shift"].items()
        if person == employee and fact["shift"] is not None and view.employed(employee, day)
    }


def week_has_shift(roster: dict[date, str], day: date) -> bool:
    """S4.1a: whether any shift is assigned in the ISO week of a date."""
    monday = day - timedelta(days=day.weekday())
    return any(monday + timedelta(days=n) in roster for n in range(7))
