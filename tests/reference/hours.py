"""S3.7 to S3.10: minutes due and worked, and what becomes of the bank of time off in lieu (换休)."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from . import contracts, holidays
from .attendance import Attendance, Worked
from .bank import Bank, draw, opening_bank, overdue, valid
from .figures import round_half_up
from .periods import period_of
from .roster import assigned
from .standard import standard_days
from .state import View

Rules = dict[str, Any]


@dataclass
class Settled:
    """Minutes of an employee's period that pay settles (S3.9, S3.10, S10.8a), and the lieu leave that the bank gave."""

    given: int = 0
    surplus: int = 0
    lapsed: int = 0
    lots: int = 0
    deficit: int = 0


def due(view: View, period: str, rules: Rules, employee: str, rows: list[Worked]) -> int:
    """S3.7, S3.7a: the standard days of the contract's minutes, less excusing leave and absenteeism, not below 0."""
    employed = view.employed_days(employee, period)
    minutes = sum(contracts.in_force(view, employee, day).day_minutes for day in employed)
    full = Fraction(standard_days(view, period, rules) * minutes, len(view.dates(period)))
    return max(0, round_half_up(full) - leave_minutes(rows, rules, "excuse"))


def effects(rules: Rules) -> dict[str, str]:
    """S4.4: what each type of leave does to hours; absenteeism excuses."""
    return {kind: entry["hours"] for kind, entry in rules["leave_types"].items()} | {"absenteeism": "excuse"}


def leave_minutes(rows: list[Worked], rules: Rules, effect: str) -> int:
    """Add up the leave minutes with one effect on hours."""
    of = effects(rules)
    return sum(part.minutes for row in rows for part in row.parts if of[part.type] == effect)


def overtime(view: View, period: str, employee: str) -> list[dict[str, Any]]:
    """S3.6: the standing approvals for dates of the period."""
    days = set(view.dates(period))
    return [
        fact for (person, day), fact in view.standing["overtime_approved"].items() if person == employee and day in days
    ]


def overtime_minutes(view: View, period: str, employee: str, *, paid: bool) -> int:
    """S3.6, S10.8: the approved minutes that are paid, or those that are added to worked."""
    found = overtime(view, period, employee)
    return sum(fact["minutes"] for fact in found if (fact["compensation"] == "pay") == paid)


def trained(view: View, period: str, employee: str) -> list[tuple[date, int]]:
    """S3.8a: dates and minutes of the trainings that count, without those on a date with an assigned shift."""
    roster = assigned(view, employee)
    days = view.employed_days(employee, period)
    return [
        (fact["date"], fact["minutes"])
        for fact in view.unvoided("training")
        if fact["counts"] and employee in fact["attendees"] and fact["date"] in days and fact["date"] not in roster
    ]


def worked_minutes(attendance: Attendance, period: str, employee: str) -> int:
    """S3.8 without leave: counted minutes, overtime and training, less the holiday's where they are paid apart."""
    rows = attendance.of(employee)
    found = sum(row.counted for row in rows) + overtime_minutes(attendance.view, period, employee, paid=False)
    found += sum(minutes for _day, minutes in trained(attendance.view, period, employee))
    if not attendance.rules["holiday_in_worked"]:
        found -= holidays.total(attendance.view, attendance.rules, rows)
    return found


def leaves(view: View, period: str, employee: str) -> bool:
    """S3.10: whether the last day employed is in the period."""
    last = view.last_day(employee)
    return last is not None and period_of(last, view.start_day) == period


def settles(view: View, period: str, employee: str) -> bool:
    """S3.10: whether the last day employed is in the period, and the bank is not carried on by a transfer."""
    leaving = view.of("leaving", employee)
    return leaves(view, period, employee) and leaving is not None and leaving["reason"] != "transferred"


def settle(bank: Bank, rules: Rules, settled: Settled) -> Bank:
    """S3.10a and c: pay the lots that are left, deduct the deficit that is left."""
    lots, deficits = bank.lots, bank.deficits
    if rules["lieu_settlement"] == "pay":
        settled.lots, lots = sum(lots.values()), {}
    if rules["deficit_settlement"] == "deduct":
        settled.deficit, deficits = sum(deficits.values()), {}
    return Bank(lots, deficits)


def settle_at_rest(view: View, period: str, rules: Rules, employee: str, bank: Bank) -> tuple[Bank, Settled]:
    """S3.10: the bank of a leaver that rests; where lots are paid they lapse by age first, also on a transfer (b)."""
    settled = Settled()
    paid = rules["lieu_settlement"] == "pay" and settles(view, period, employee)
    if rules["lieu_lapse"] == "pay" or paid:
        lots = valid(bank.lots, period, rules["lieu_months"])
        if rules["lieu_lapse"] == "pay":
            settled.lapsed = sum(bank.lots.values()) - sum(lots.values())
        bank = Bank(lots, bank.deficits)
    return (settle(bank, rules, settled) if settles(view, period, employee) else bank), settled


def of_employee(
    attendance: Attendance, period: str, employee: str, bank: Bank, adjusted: int
) -> tuple[dict[str, Any], Bank, Settled]:
    """S3.8 to S3.10, S11.4: one employee's hours of a period, the bank that is carried on, and what pay settles."""
    view, rules = attendance.view, attendance.rules
    rows = attendance.of(employee)
    lots, deficits = valid(bank.lots, period, rules["lieu_months"]), bank.deficits
    lapsed = sum(bank.lots.values()) - sum(lots.values())
    lots, given = draw(lots, leave_minutes(rows, rules, "bank"))
    minutes_due = due(view, period, rules, employee, rows)
    worked = worked_minutes(attendance, period, employee) + leave_minutes(rows, rules, "credit") + given
    difference = worked - minutes_due
    settled = Settled(given, lapsed=lapsed if rules["lieu_lapse"] == "pay" else 0)
    earned = offset = own = 0
    # S3.9a: by the hour every minute is paid, and step 3 is left out.
    if contracts.in_force(view, employee, view.employed_days(employee, period)[-1]).pay != "hourly":
        deficits, repaid = draw(deficits, max(0, difference))
        earned = max(0, difference) - repaid
        if rules["surplus"] == "pay":
            settled.surplus, earned = earned, 0
        if difference < 0 and rules["offset_deficit_with_lieu"]:
            lots, offset = draw(lots, -difference)
        own = max(0, -difference) - offset
    # Step 3 adds what is still missing to the carried deficit. S11.4: an adjustment repays of that, the oldest first,
    # and makes a lot of the rest; or it is drawn from what is left in the bank, and the rest is a deficit.
    deficits, repaid_late = draw(_with(deficits, period, own), max(0, adjusted))
    lots = _with(lots, period, earned + max(0, adjusted) - repaid_late)
    lots, drawn_late = draw(lots, max(0, -adjusted))
    closing = Bank(lots, _with(deficits, period, max(0, -adjusted) - drawn_late))
    if settles(view, period, employee):
        closing = settle(closing, rules, settled)
    row = {
        "employee": employee,
        "due": minutes_due,
        "worked": worked,
        "difference": difference,
        "lieu_opening": sum(bank.lots.values()),
        "lieu_lapsed": lapsed,
        "lieu_drawn": given + offset,
        "lieu_earned": earned,
        "lieu_adjusted": adjusted,
        "lieu_closing": sum(closing.lots.values()),
        "deficit_closing": sum(closing.deficits.values()),
        "deficit_overdue": overdue(closing.deficits, period, rules["deficit_periods"]),
    }
    return row, closing, settled


def _with(amounts: dict[str, int], period: str, minutes: int) -> dict[str, int]:
    return amounts | {period: amounts.get(period, 0) + minutes} if minutes else amounts


def report(
    attendance: Attendance, period: str, banks: dict[str, Bank], adjusted: dict[str, int]
) -> tuple[list[dict[str, Any]], dict[str, Bank], dict[str, Settled]]:
    """One row per employee whose role has hours (S3.7); for the others lots and deficits rest, until they leave."""
    view, rules, carried, rows, settled = attendance.view, attendance.rules, dict(banks), [], {}
    for employee in view.in_period(period):
        bank = banks.get(employee) or opening_bank(view, employee)
        if view.role(employee, period) in rules["hours_roles"]:
            row, carried[employee], settled[employee] = of_employee(
                attendance, period, employee, bank, adjusted.get(employee, 0)
            )
            rows.append(row)
        elif leaves(view, period, employee):
            left, settled[employee] = settle_at_rest(view, period, rules, employee, bank)
            if left != bank:
                carried[employee] = left
    return rows, carried, settled
