"""S13.4 Login, Logout: how much of an attended shift somebody was logged in."""

from datetime import date, datetime
from typing import Any

from tests.reference.attendance import Worked, minutes, owner
from tests.reference.state import Punch, whole_minute

from .looks import Fact, Look, Row


def report(look: Look) -> list[Row]:
    """One row for each attended shift of a CSR, in a period with any seat fact."""
    if not look.of_instant("seat"):
        return []
    owned: dict[str, dict[date, list[Fact]]] = {}
    rows = []
    for shift in look.attendance().rows:
        is_csr = look.view.on(shift.employee, shift.date, "role") == "csr"
        if shift.status == "attended" and is_csr:
            if shift.employee not in owned:
                owned[shift.employee] = _owned(look, shift.employee)
            rows.append(_row(look, shift, owned[shift.employee].get(shift.date, [])))
    return sorted(rows, key=lambda row: (row["employee"], row["date"]))


def _owned(look: Look, employee: str) -> dict[date, list[Fact]]:
    """The seat facts of each shift, in order of instant; of the same instant a logout first."""
    reaches = look.reaches(employee)
    found: dict[date, list[Fact]] = {}
    for fact in look.view.unvoided("seat"):
        if fact["employee"] == employee:
            reach = owner(look.view, reaches, Punch(whole_minute(fact["at"]), "auto"))
            if reach:
                found.setdefault(reach.date, []).append(fact)
    for facts in found.values():
        facts.sort(key=lambda fact: (fact["at"], fact["action"] == "login", fact["position"]))
    return found


def _row(look: Look, shift: Worked, facts: list[Fact]) -> Row:
    assert shift.start is not None
    assert shift.end is not None
    logged = missing = 0
    for number, fact in enumerate(facts):
        if fact["action"] == "login":
            following = facts[number + 1] if number + 1 < len(facts) else None
            until = whole_minute(following["at"]) if following else shift.end
            logged += _within(shift.start, shift.end, whole_minute(fact["at"]), until)
            missing += following is None or following["action"] == "login"
    logins = [fact["at"] for fact in facts if fact["action"] == "login"]
    logouts = [fact["at"] for fact in facts if fact["action"] == "logout"]
    row: dict[str, Any] = {"employee": shift.employee, "date": shift.date.isoformat(), "shift": shift.shift}
    return row | {
        "first_login": look.minute(min(logins, default=None)),
        "last_logout": look.minute(max(logouts, default=None)),
        "logged_minutes": logged,
        "gap_minutes": minutes(shift.end - shift.start) - logged,
        "logins": len(logins),
        "missing_logout": missing,
    }


def _within(begin: datetime, end: datetime, since: datetime, until: datetime) -> int:
    return max(0, minutes(min(end, until) - max(begin, since)))
