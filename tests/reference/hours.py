"""S3.7 to S3.9: minutes due and worked, and the bank of time off in lieu (换休)."""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from .attendance import Attendance, Worked
from .figures import round_half_up
from .periods import month_number
from .standard import standard_days
from .state import View

Rules = dict[str, Any]


@dataclass(frozen=True)
class Bank:
    """What an employee carries from one hours period to the next: lots by period earned, and the deficit."""

    lots: dict[str, int] = field(default_factory=dict)
    deficit: int = 0


def opening_bank(view: View, employee: str) -> Bank:
    """S2.1a: what the employee brings along; the deficit is older than any period."""
    opening = view.of("opening", employee)
    if not opening:
        return Bank()
    lots: dict[str, int] = {}
    for lot in opening["lots"]:
        lots[lot["period"]] = lots.get(lot["period"], 0) + lot["minutes"]
    return Bank(lots, opening["deficit"])


def draw(lots: dict[str, int], minutes: int) -> tuple[dict[str, int], int]:
    """Draw on the oldest lots first; give what is left of them and how much was drawn (S3.9)."""
    left, drawn = dict(lots), 0
    for period in sorted(left):
        taken = min(left[period], minutes - drawn)
        left[period] -= taken
        drawn += taken
    return {period: lot for period, lot in left.items() if lot}, drawn


def due(view: View, period: str, rules: Rules, employee: str, rows: list[Worked]) -> int:
    """S3.7: standard days of 480, for the days employed, less excusing leave and absenteeism, not below 0."""
    full, days = standard_days(view, period, rules) * 480, len(view.dates(period))
    employed = len(view.employed_days(employee, period))
    return max(0, round_half_up(Fraction(full * employed, days)) - leave_minutes(rows, rules, "excuse"))


def leave_minutes(rows: list[Worked], rules: Rules, effect: str) -> int:
    """Add up the leave minutes with one effect on hours; absenteeism excuses (S4.4)."""
    effects = {kind: entry["hours"] for kind, entry in rules["leave_types"].items()} | {"absenteeism": "excuse"}
    return sum(part.minutes for row in rows for part in row.parts if effects[part.type] == effect)


def overtime(view: View, period: str, employee: str) -> int:
    """S3.6: minutes approved for dates of the period, the standing approval of each date."""
    days = set(view.dates(period))
    return sum(
        int(fact["minutes"])
        for (person, day), fact in view.standing["overtime_approved"].items()
        if person == employee and day in days
    )


def of_employee(
    attendance: Attendance, period: str, employee: str, bank: Bank, adjusted: int
) -> tuple[dict[str, Any], Bank]:
    """S3.8, S3.9, S11.4: one employee's hours of a period, and the bank that is carried on."""
    view, rules = attendance.view, attendance.rules
    rows = attendance.of(employee)
    age = {earned: month_number(period) - month_number(earned) for earned in bank.lots}
    lots = {earned: lot for earned, lot in bank.lots.items() if age[earned] <= rules["lieu_months"]}
    lapsed = sum(bank.lots.values()) - sum(lots.values())
    lots, drawn_for_leave = draw(lots, leave_minutes(rows, rules, "bank"))
    minutes_due = due(view, period, rules, employee, rows)
    worked = sum(row.counted for row in rows) + overtime(view, period, employee)
    worked += leave_minutes(rows, rules, "credit") + drawn_for_leave
    difference = worked - minutes_due
    repaid = min(bank.deficit, max(0, difference))
    earned_now = max(0, difference) - repaid
    drawn_to_offset = 0
    if difference < 0 and rules["offset_deficit_with_lieu"]:
        lots, drawn_to_offset = draw(lots, -difference)
    # Step 3 adds what is still missing to the carried deficit. S11.4: an adjustment repays of that, the oldest first,
    # and makes a lot of the rest; or it is drawn from what is left in the bank, and the rest is a deficit.
    carried, own = bank.deficit - repaid, max(0, -difference) - drawn_to_offset
    repaid_late = min(carried + own, max(0, adjusted))
    new_lot = earned_now + max(0, adjusted) - repaid_late
    if new_lot:
        lots[period] = lots.get(period, 0) + new_lot
    lots, drawn_late = draw(lots, max(0, -adjusted))
    # What was carried in is older than this period: unpaid at its end it is overdue.
    overdue = max(0, carried - repaid_late)
    deficit = carried + own - repaid_late + max(0, -adjusted) - drawn_late
    row = {
        "employee": employee,
        "due": minutes_due,
        "worked": worked,
        "difference": difference,
        "lieu_opening": sum(bank.lots.values()),
        "lieu_lapsed": lapsed,
        "lieu_drawn": drawn_for_leave + drawn_to_offset,
        "lieu_earned": earned_now,
        "lieu_adjusted": adjusted,
        "lieu_closing": sum(lots.values()),
        "deficit_closing": deficit,
        "deficit_overdue": overdue,
    }
    return row, Bank(lots, deficit)


def report(
    attendance: Attendance, period: str, banks: dict[str, Bank], adjusted: dict[str, int]
) -> tuple[list[dict[str, Any]], dict[str, Bank]]:
    """One row per employee whose role has hours (S3.7); for the others lots and deficits rest."""
    view, carried, rows = attendance.view, dict(banks), []
    for employee in view.in_period(period):
        if view.role(employee, period) in attendance.rules["hours_roles"]:
            bank = banks.get(employee) or opening_bank(view, employee)
            row, carried[employee] = of_employee(attendance, period, employee, bank, adjusted.get(employee, 0))
            rows.append(row)
    return rows, carried
