"""S10 Pay (当月薪资): every part a line of its own with its clause."""

from dataclasses import dataclass, field
from typing import Any

from . import absence_pay, base_pay, contracts, paid_time
from .attendance import Attendance
from .awards import CLAUSES
from .figures import two_places
from .hours import Settled
from .paid_time import PaidTime, Worth
from .ranking import Ranked, table_of
from .stars import Star
from .state import View

ALLOWANCES = ("meal", "late_shift", "overtime", "other")
Line = tuple[str, int, str]


@dataclass
class Earned:
    """Everything the pay of one period looks at."""

    view: View
    period: str
    attendance: Attendance
    stars: list[Star]
    ranking: dict[str, Ranked]
    awards: list[tuple[str, str, int]]
    settled: dict[str, Settled]
    # S3.10d: by employee and type of leave.
    leave_left: dict[str, dict[str, int]]
    # S11.4: by employee and closed period.
    adjustments: dict[tuple[str, str], int] = field(default_factory=dict)

    @property
    def rules(self) -> dict[str, Any]:
        return self.attendance.rules

    def granted(self, kind: str) -> list[dict[str, Any]]:
        """The allowances or corrections recorded for the period that count, in ledger order."""
        return [fact for fact in self.view.unvoided(kind) if fact["period"] == self.period]

    def is_paid(self, employee: str) -> bool:
        """S10.1b: employed in the period, and not by another employer on every day."""
        days = self.view.employed_days(employee, self.period)
        return any(contracts.in_force(self.view, employee, day).pay != "none" for day in days)

    def base(self, employee: str) -> int:
        """S10.1, S10.1a: the base line."""
        given = self.settled.get(employee, Settled()).given
        return base_pay.base(self.attendance, self.period, employee, given)

    def star(self, employee: str) -> int:
        """S9.3: the star pay of the period."""
        return sum(star.amount for star in self.stars if star.employee == employee)


def bonus_and_awards(pay: Earned, employee: str) -> list[Line]:
    """S9.3, S7, S8: star pay, monthly bonus and awards."""
    found: list[Line] = [("star", pay.star(employee), "S9.3")]
    ranked = pay.ranking.get(employee)
    if ranked:
        found.append(("monthly_bonus", ranked.amount, table_of(ranked)))
    return found + [
        (f"award:{theme}", amount, CLAUSES.get(theme, "S8.8"))
        for winner, theme, amount in pay.awards
        if winner == employee
    ]


def allowances(pay: Earned, employee: str) -> list[Line]:
    """S10.2, S10.3: night shifts, meals per attended shift, and what was granted by a fact."""
    rows = [row for row in pay.attendance.of(employee) if row.paid_as_attended] if pay.is_paid(employee) else []
    nights = sum(row.overnight and row.counted > 0 for row in rows)
    sums = dict.fromkeys(ALLOWANCES, 0)
    sums["meal"] = len(rows) * pay.rules["meal_allowance"]
    for fact in pay.granted("allowance"):
        if fact["employee"] == employee:
            sums[fact["type"]] += fact["amount"]
    found: list[Line] = [("night_allowance", nights * pay.rules["night_allowance"], "S10.2")]
    return found + [(f"allowance:{kind}", amount, "S10.3") for kind, amount in sums.items()]


def times(pay: Earned, employee: str) -> list[PaidTime]:
    """S10.8b: the paid time of one employee in the order of S10; a deficit comes last and is taken off."""
    if not pay.is_paid(employee):
        return []
    worth = Worth(pay.view, pay.rules, employee, pay.star(employee))
    last_day = pay.view.employed_days(employee, pay.period)[-1]
    settled = pay.settled.get(employee, Settled())
    return [
        paid_time.holiday(pay.attendance, worth),
        paid_time.overtime(pay.attendance, pay.period, worth),
        *paid_time.settlements(pay.attendance, last_day, worth, settled, pay.leave_left.get(employee, {})),
        paid_time.deficit(pay.attendance, last_day, employee, settled.deficit, pay.base(employee)),
    ]


def lines(pay: Earned, employee: str) -> list[Line]:
    """One employee's lines in the order of S10; a line of 0.00 is left out, `base` aside."""
    found: list[Line] = []
    present = pay.is_paid(employee)
    if present:
        found += bonus_and_awards(pay, employee)
    found += allowances(pay, employee)
    by_time = [(time.item, time.amount, time.clause) for time in times(pay, employee)]
    found += by_time[:-1]
    if present:
        found += absence_pay.deductions(pay.attendance, pay.period, employee, pay.base(employee))
    found += by_time[-1:]
    found += [
        (f"adjustment:{period}", amount, "S10.6")
        for (person, period), amount in sorted(pay.adjustments.items())
        if person == employee
    ]
    found += [
        (f"correction:{fact['correction']}", fact["amount"], "S10.6")
        for fact in pay.granted("correction")
        if fact["employee"] == employee
    ]
    found = [line for line in found if line[1] != 0]
    return [("base", pay.base(employee), "S10.1"), *found] if present else found


def everybody(pay: Earned) -> dict[str, list[Line]]:
    """Everyone paid in the period, and anyone with an allowance, correction or adjustment for it (S10, S10.1b)."""
    named = {fact["employee"] for kind in ("allowance", "correction") for fact in pay.granted(kind)}
    named |= {employee for employee, _period in pay.adjustments}
    named |= {employee for employee in pay.view.in_period(pay.period) if pay.is_paid(employee)}
    return {employee: lines(pay, employee) for employee in sorted(named)}


def report(everyone: dict[str, list[Line]]) -> list[dict[str, Any]]:
    """One row an employee, with the lines and their total."""
    rows = []
    for employee, found in everyone.items():
        total = sum(amount for _item, amount, _clause in found)
        rows.append(
            {
                "employee": employee,
                "lines": [
                    {"item": item, "amount": two_places(amount), "clause": clause} for item, amount, clause in found
                ],
                "total": two_places(total),
                "negative": total < 0,
            }
        )
    return rows
