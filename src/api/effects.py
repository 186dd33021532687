"""What a decision would do, as JSON, narrowed to what may be seen of it."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any, Protocol

from ledger.facts.figures import show_hundredths
from projections.calendar import Cycle, day_text, period_number
from projections.effects import ComplaintEffect, LeaveEffect, SwapEffect


class Covers(Protocol):
    """Whether somebody's rows are within reach: those of a date, or of a period by its last day (S2.4)."""

    def __call__(self, day: str, *, of_period: bool) -> bool:
        """Whether they are."""
        ...


def leave_json(effect: LeaveEffect, cycle: Cycle, covers: Covers) -> dict[str, Any]:
    """What the approval of a leave would do: minutes, and absence in thousandths of a shift."""
    taken = [each for each in effect.taken if covers(day_text(each.day), of_period=False)]
    return {
        "leave": effect.leave.leave,
        "hours": effect.hours,
        "taken": [
            {"date": day_text(each.day), "shift": each.shift, "minutes": each.minutes, "counted": each.counted}
            for each in taken
        ],
        "minutes": sum(each.minutes for each in taken),
        "bank": list(_by_period(effect.bank, cycle, covers)),
        "absence": list(_by_period(effect.absence, cycle, covers)),
        "problem": effect.problem,
    }


def _by_period(found: dict[str, Any], cycle: Cycle, covers: Covers) -> Iterator[dict[str, Any]]:
    for period, change in found.items():
        if covers(_last_day(period, cycle), of_period=True):
            yield {"period": period, **change._asdict()}


def _last_day(period: str, cycle: Cycle) -> str:
    return day_text(cycle.period(period_number(period)).last_day)


def swap_json(effect: SwapEffect) -> dict[str, Any]:
    """What the approval of a swap would do."""
    return {
        "swap": effect.swap.swap,
        "changes": [each._asdict() | {"date": each.date.isoformat()} for each in effect.changes],
        "minutes": [
            {"employee": employee, "period": period, "difference": minutes}
            for (employee, period), minutes in effect.minutes.items()
        ],
        "unseen": list(effect.unseen),
        "two_shifts": [{"employee": employee, "date": day.isoformat()} for employee, day in effect.exchange.two_shifts],
        "gives_nothing": effect.exchange.gives_nothing,
        "rests": [
            {"employee": employee, "minutes": minutes, "needed": needed} for employee, minutes, needed in effect.rests
        ],
        "problem": effect.problem,
    }


def complaint_json(effect: ComplaintEffect, cycle: Cycle, covers: Covers) -> Iterator[dict[str, Any]]:
    """What the verdict on a complaint would do to scores, where the row of the report may be seen."""
    if not covers(_last_day(effect.period, cycle), of_period=True):
        return
    told = asdict(effect) | {
        "complaint": effect.complaint.complaint,
        "employee": effect.complaint.employee,
        "deduction": show_hundredths(effect.deduction),
    }
    yield told
