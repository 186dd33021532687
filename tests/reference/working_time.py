"""S14.2: the working time of everyone in a period, and its standard; what a closing state keeps of them."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from . import contracts, hours
from .attendance import Attendance, Worked
from .state import View

Fact = dict[str, Any]


@dataclass(frozen=True)
class Run:
    """S14.5: consecutive dates with an attended shift."""

    first: date
    last: date


@dataclass
class Kept:
    """What S14 looks back at, of everyone: time and standard by period, the last attended shift's end, its run."""

    times: dict[str, dict[str, tuple[int, int]]] = field(default_factory=dict)
    ends: dict[str, tuple[date, datetime]] = field(default_factory=dict)
    runs: dict[str, Run] = field(default_factory=dict)


def attended(attendance: Attendance, employee: str) -> list[Worked]:
    """The attended shifts, with those that `missing_punch` counts as planned (S14)."""
    return [row for row in attendance.of(employee) if row.paid_as_attended]


def time_and_standard(attendance: Attendance, period: str, employee: str) -> tuple[int, int]:
    """S14.2: counted minutes, all overtime and leave; and the contract's minutes on employed working days."""
    view, rows = attendance.view, attendance.of(employee)
    time = hours.worked_minutes(attendance, period, employee)
    time += hours.overtime_minutes(view, period, employee, paid=True)
    time += sum(part.minutes for row in rows for part in row.parts if part.type != "absenteeism")
    working = [day for day in view.employed_days(employee, period) if view.is_working_day(day)]
    return time, sum(contracts.in_force(view, employee, day).day_minutes for day in working)


def runs_of(rows: list[Worked], before: Run | None) -> list[Run]:
    """S14.5: the runs that have a date among these shifts, the first one from before if it goes on."""
    found: list[Run] = []
    last = before
    for row in rows:
        if last is not None and (row.date - last.last).days == 1:
            last = Run(last.first, row.date)
            if found:
                found.pop()
        else:
            last = Run(row.date, row.date)
        found.append(last)
    return found


def kept(attendance: Attendance, period: str, before: Kept) -> Kept:
    """What a period adds to what is kept."""
    ends, runs = dict(before.ends), dict(before.runs)
    times = {each: time_and_standard(attendance, period, each) for each in attendance.view.employees}
    for employee in attendance.view.employees:
        rows = attended(attendance, employee)
        if rows and rows[-1].planned is not None:
            ends[employee] = rows[-1].date, rows[-1].planned.end
            runs[employee] = runs_of(rows, before.runs.get(employee))[-1]
    return Kept(before.times | {period: times}, ends, runs)


def approval(view: View, period: str, employee: str) -> Fact | None:
    """S14.2: the last recorded approval that covers the employee's role in the period."""
    role = view.role(employee, period)
    covering = [
        fact
        for fact in view.standing["hours_approval"].values()
        if role in fact["roles"] and fact["from"] <= period and (fact["until"] is None or period <= fact["until"])
    ]
    return max(covering, key=lambda fact: int(fact["position"]), default=None)
