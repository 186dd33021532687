"""S10 Pay (当月薪资): every part a line of its own with its clause."""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from .attendance import Attendance
from .awards import CLAUSES
from .figures import round_half_up, two_places
from .leave import Part
from .ranking import Ranked, table_of
from .stars import Star
from .state import View

ALLOWANCES = ("meal", "late_shift", "overtime", "other")
DEDUCTIONS = ("personal", "sick", "absenteeism")
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
    # S11.4: by employee and closed period.
    adjustments: dict[tuple[str, str], int] = field(default_factory=dict)

    @property
    def rules(self) -> dict[str, Any]:
        return self.attendance.rules

    def granted(self, kind: str) -> list[dict[str, Any]]:
        """The allowances or corrections recorded for the period that count, in ledger order."""
        return [fact for fact in self.view.unvoided(kind) if fact["period"] == self.period]


def base(pay: Earned, employee: str) -> int:
    """S10.1: the monthly amounts in force, by day employed."""
    days = pay.view.employed_days(employee, pay.period)
    amounts = sum(pay.view.monthly_salary(employee, day) for day in days)
    return round_half_up(Fraction(amounts, len(pay.view.dates(pay.period))))


def bonus_and_awards(pay: Earned, employee: str) -> list[Line]:
    """S9.3, S7, S8: star pay, monthly bonus and awards."""
    found: list[Line] = [("star", star.amount, "S9.3") for star in pay.stars if star.employee == employee]
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
    rows = [row for row in pay.attendance.of(employee) if row.paid_as_attended]
    nights = sum(row.overnight and row.counted > 0 for row in rows)
    sums = dict.fromkeys(ALLOWANCES, 0)
    sums["meal"] = len(rows) * pay.rules["meal_allowance"]
    for fact in pay.granted("allowance"):
        if fact["employee"] == employee:
            sums[fact["type"]] += fact["amount"]
    found: list[Line] = [("night_allowance", nights * pay.rules["night_allowance"], "S10.2")]
    return found + [(f"allowance:{kind}", amount, "S10.3") for kind, amount in sums.items()]


def holiday_pay(pay: Earned, employee: str) -> int:
    """S10.4: a shift attended on a holiday pays the day threefold, for its counted minutes."""
    extra = 0
    for row in pay.attendance.of(employee):
        if row.holiday and row.paid_as_attended:
            daily = Fraction(pay.view.monthly_salary(employee, row.date)) / pay.rules["pay_days"]
            share = Fraction(row.counted, row.shift_counted)
            extra += round_half_up(daily * (pay.rules["holiday_multiple"] - 1) * share)
    return extra


def leave_deductions(pay: Earned, employee: str) -> list[Line]:
    """S10.5, S10.5a: one line per type of absence that is unpaid; what goes beyond the base is cut off the last."""
    parts = [part for row in pay.attendance.of(employee) for part in row.parts]
    others = sorted({part.type for part in parts} - set(DEDUCTIONS))
    left, found = base(pay, employee), []
    for kind in (*DEDUCTIONS, *others):
        amount = min(left, _deduction(pay, employee, kind, [part for part in parts if part.type == kind]))
        found.append((f"leave_deduction:{kind}", -amount, "S10.5"))
        left -= amount
    return found


def _deduction(pay: Earned, employee: str, kind: str, parts: list[Part]) -> int:
    if not parts:
        return 0
    rules = pay.rules
    if kind == "absenteeism":
        share = rules["absenteeism_multiple"]
    else:
        share = Fraction(rules["leave_types"][kind]["unpaid_percent"], 100)
    first = min(part.date for part in parts)
    daily = Fraction(pay.view.monthly_salary(employee, first)) / rules["pay_days"]
    if rules["deduction_unit"] == "shift":
        return round_half_up(daily * sum(part.milli_days for part in parts) / 1000 * share)
    return round_half_up(daily * sum(part.pay_minutes for part in parts) / 480 * share)


def lines(pay: Earned, employee: str) -> list[Line]:
    """One employee's lines in the order of S10; a line of 0.00 is left out, `base` aside."""
    found: list[Line] = []
    present = bool(pay.view.employed_days(employee, pay.period))
    if present:
        found += bonus_and_awards(pay, employee)
    found += allowances(pay, employee)
    found.append(("holiday_pay", holiday_pay(pay, employee), "S10.4"))
    found += leave_deductions(pay, employee)
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
    return [("base", base(pay, employee), "S10.1"), *found] if present else found


def report(pay: Earned) -> list[dict[str, Any]]:
    """Everyone in the period, and anyone with an allowance, correction or adjustment for it (S10)."""
    named = {fact["employee"] for kind in ("allowance", "correction") for fact in pay.granted(kind)}
    named |= {employee for employee, _period in pay.adjustments}
    rows = []
    for employee in sorted(named | set(pay.view.in_period(pay.period))):
        found = lines(pay, employee)
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
