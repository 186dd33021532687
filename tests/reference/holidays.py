"""S10.4a: the minutes of an attended shift that lie on a holiday."""

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from .attendance import Worked, minutes
from .figures import round_half_up
from .state import View


def of_shift(view: View, rules: dict[str, Any], row: Worked) -> dict[date, int]:
    """The holiday minutes of a shift by date: all counted ones on the shift's, or those on each date by the clock."""
    if not row.paid_as_attended:
        return {}
    if rules["holiday_span"] == "shift":
        return {row.date: row.counted} if row.holiday else {}
    if row.planned is None:
        return {}
    start, end = row.planned.start, row.planned.end
    if row.start is not None and row.end is not None:
        start, end = max(row.start, start), min(row.end, end)
    whole = minutes(end - start)
    if whole <= 0:
        return {}
    following = row.date + timedelta(days=1)
    midnight = min(max(view.planned(following, 0), start), end)
    on = {row.date: minutes(midnight - start), following: minutes(end - midnight)}
    return {
        day: round_half_up(Fraction(row.counted * present, whole))
        for day, present in on.items()
        if day in view.holidays
    }


def total(view: View, rules: dict[str, Any], rows: list[Worked]) -> int:
    """The holiday minutes of some shifts together."""
    return sum(sum(of_shift(view, rules, row).values()) for row in rows)
