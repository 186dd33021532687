"""A small centre whose pay a test reads: people with salaries and contracts, shifts, leave and overtime."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from projections.engine import Engine, PolarsEngine
from tests.ledger.material import SITE
from tests.manual.shorthand import people, shifts
from tests.projections.office import Office, office

Line = dict[str, Any]
ZONE = str(SITE["time_zone"])
OCTOBER = "2026-10"


def centre(folder: Path, *lines: Line, days: int = 1, engine: type[Engine] = PolarsEngine, **parameters: Any) -> Office:
    """An office of October, of so many standard days and no awards, under the manual but for the parameters."""
    made = office(folder, engine=engine)
    rules = {"kind": "rules", "version": "v", "effective_period": OCTOBER, "reason": "test"}
    made.given(SITE, rules | {"parameters": {"award_themes": [], **parameters}})
    made.given({"kind": "period", "period": OCTOBER, "standard_days": days})
    made.given(*lines)
    return made


def person(number: str, monthly: str | None = "4350.00", *, role: str = "csr", hired: str = "2026-10-01") -> list[Line]:
    """Somebody, with a monthly amount from long before; none where it is None."""
    salary = {"kind": "base_salary", "employee": number, "from": "2020-01-01", "monthly": monthly}
    return [*people(f"{number} {role} hired {hired}"), *([salary] if monthly is not None else [])]


def contract(number: str, day_minutes: int, pay: str = "monthly", since: str = "2026-10-01", **more: Any) -> Line:
    """A contract from a date on."""
    line = {"kind": "contract", "employee": number, "from": since, "day_minutes": day_minutes, "pay": pay}
    return line | more


def worked(text: str) -> Iterator[Line]:
    """Shifts and punches, as of `shorthand.shifts`."""
    return shifts(text, ZONE)


def leave(name: str, number: str, kind: str, first: str, last: str, minutes: int | None = None) -> list[Line]:
    """Approved leave."""
    asked = {"kind": "leave", "leave": name, "employee": number, "type": kind, "first_date": first, "last_date": last}
    decided = {"kind": "leave_decision", "leave": name, "decision": "approved", "by": "M"}
    part = {} if minutes is None else {"minutes": minutes}
    return [asked | part | {"requested_on": "2026-09-01"}, decided | {"at": "2026-09-02T09:00:00+08:00"}]


def overtime(number: str, date: str, minutes: int, **more: Any) -> Line:
    """Approved overtime."""
    return {"kind": "overtime_approved", "employee": number, "date": date, "minutes": minutes, "by": "M"} | more


def pay(at: Office, number: str, period: str = OCTOBER) -> dict[str, str]:
    """Somebody's lines of pay, by item."""
    rows = [row for row in at.rows(period, "payroll") if row["employee"] == number]
    return {line["item"]: line["amount"] for row in rows for line in row["lines"]}


def paid_time(at: Office, number: str, period: str = OCTOBER) -> dict[str, tuple[int, str]]:
    """Somebody's paid time, by item: minutes and amount."""
    rows = at.rows(period, "paid_time")
    return {row["item"]: (row["minutes"], row["amount"]) for row in rows if row["employee"] == number}
