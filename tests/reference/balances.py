"""S4.6d: the balances of entitled leave in a calendar year, and what is left of them on leaving (S3.10d)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from . import entitlements, leave
from .attendance import Attendance, of_period
from .entitlements import Grant
from .hours import settles
from .periods import shifted
from .state import View

Rules = dict[str, Any]
Row = dict[str, Any]


@dataclass
class Taken:
    """What was taken up to the end of a period, from leaves and roster alone, whatever was closed."""

    view: View
    period: str
    rules: Rules
    minutes: dict[tuple[str, str], dict[date, int]] = field(default_factory=dict)
    planned: set[tuple[str, date]] = field(default_factory=set)

    def __post_init__(self) -> None:
        current = self.view.first_period
        while current <= self.period:
            self._read(of_period(self.view, current, self.rules_of(current)))
            current = shifted(current, 1)

    def rules_of(self, period: str) -> Rules:
        """A rule set named by hand is for the reported period only (S11.1)."""
        return self.rules if period == self.period else self.view.rules(period)

    def _read(self, attendance: Attendance) -> None:
        for row in attendance.rows:
            if row.status == "planned":
                self.planned.add((row.employee, row.date))
            for part in row.parts:
                by_date = self.minutes.setdefault((row.employee, part.type), {})
                by_date[row.date] = by_date.get(row.date, 0) + part.pay_minutes

    def of(self, employee: str, kind: str, until: date) -> dict[date, int]:
        """The minutes taken by date, up to one."""
        by_date = self.minutes.get((employee, kind), {})
        return {day: minutes for day, minutes in by_date.items() if day <= until}

    def grants(self, employee: str, kind: str, year: int) -> list[Grant]:
        first = self.view.dates(self.view.first_period)[0].year
        return entitlements.grants(self.view, employee, kind, self.rules, range(min(first, year), year + 1))


def left_on(taken: Taken, employee: str, kind: str, last_day: date) -> int:
    """S3.10d: what is left at the end of a day, before anything lapses on it, and not below 0."""
    available = taken.grants(employee, kind, last_day.year)
    entitlements.draw(available, taken.of(employee, kind, last_day))
    return sum(grant.left for grant in available if grant.holds_on(last_day))


def _row(taken: Taken, employee: str, kind: str) -> Row:
    end = taken.view.dates(taken.period)[-1]
    first = date(end.year, 1, 1)
    available = taken.grants(employee, kind, end.year)
    entitlements.draw(available, taken.of(employee, kind, first - timedelta(days=1)))
    carried = [grant for grant in available if grant.year < end.year and grant.expires >= first]
    own = [grant for grant in available if grant.year == end.year]
    brought, granted = sum(grant.left for grant in carried), sum(grant.minutes for grant in own)
    of_year = {day: minutes for day, minutes in taken.of(employee, kind, end).items() if day >= first}
    entitlements.draw(available, of_year)
    lapsed = sum(grant.left for grant in (*carried, *own) if grant.expires <= end)
    booked, requested = _asked(taken, employee, kind, end)
    return {
        "employee": employee,
        "type": kind,
        "year": f"{end.year:04d}",
        "granted": granted,
        "carried": brought,
        "taken": sum(of_year.values()),
        "lapsed": lapsed,
        "left": granted + brought - sum(of_year.values()) - lapsed,
        "booked": booked,
        "requested": requested,
    }


def _asked(taken: Taken, employee: str, kind: str, end: date) -> tuple[int, int]:
    """Approved leave that is still to come or planned, and leave that is not decided, on dates of the year."""
    view = taken.view
    decided = view.last_words("leave_decision", "leave")
    approved = [each["leave"] for each in leave.approved(view, employee)]

    def in_year(request: Row, counts: Callable[[date], bool]) -> int:
        asked = entitlements.asked_for(view, request, taken.rules_of)
        return sum(minutes for day, minutes in asked.items() if day.year == end.year and counts(day))

    requests = [each for each in view.by_kind["leave"] if (each["employee"], each["type"]) == (employee, kind)]
    booked = sum(
        in_year(each, lambda day: day > end or (employee, day) in taken.planned)
        for each in requests
        if each["leave"] in approved
    )
    return booked, sum(in_year(each, lambda _day: True) for each in requests if each["leave"] not in decided)


def report(view: View, period: str, rules: Rules) -> list[Row]:
    """One row an employee and type: entitled types, those by service, with a fact for the year, or carried."""
    taken = Taken(view, period, rules)
    year = view.dates(period)[-1].year
    rows = []
    for employee in view.in_period(period):
        stated = {(kind, int(of)) for person, kind, of in view.standing["entitlement"] if person == employee}
        always = {*rules["entitled_types"], *(rules["entitlement_by_service"] or {})}
        always |= {kind for kind, of in stated if of == year}
        for kind in sorted(always | {kind for kind, _of in stated}):
            row = _row(taken, employee, kind)
            if kind in always or row["carried"]:
                rows.append(row)
    return rows


def left_of_leavers(view: View, period: str, rules: Rules) -> dict[str, dict[str, int]]:
    """S3.10d: by employee and type, what is left to everyone whose last day is in the period and who is settled."""
    leavers = (
        [each for each in view.in_period(period) if settles(view, period, each)] if rules["leave_settlement"] else []
    )
    if not leavers:
        return {}
    taken = Taken(view, period, rules)
    return {
        each: {
            kind: left_on(taken, each, kind, view.employed_days(each, period)[-1]) for kind in rules["leave_settlement"]
        }
        for each in leavers
    }
