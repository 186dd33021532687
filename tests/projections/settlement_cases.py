"""Lines of small ledgers whose banks are settled: rules, people, what they bring along, and when they leave."""

from typing import Any

Line = dict[str, Any]
JULY = "2026-07"


def rules(effective: str = JULY, version: str = "v", **parameters: Any) -> Line:
    line = {"kind": "rules", "version": version, "effective_period": effective, "reason": "case"}
    return line | {"parameters": {"award_themes": [], **parameters}}


def person(number: str, role: str = "csr") -> list[Line]:
    hired = {
        "kind": "employee",
        "employee": number,
        "name": number,
        "role": role,
        "team": "T",
        "hired_on": "2026-01-01",
    }
    return [hired, {"kind": "base_salary", "employee": number, "from": "2026-01-01", "monthly": "4350.00"}]


def opening(number: str, deficit: int = 0, **lots: int) -> Line:
    """What somebody brings along; lots by `p_YYYY_MM`."""
    listed = [{"period": name[2:].replace("_", "-"), "minutes": minutes} for name, minutes in lots.items()]
    return {"kind": "opening", "employee": number, "lots": listed, "deficit": deficit, "error_free_periods": 0}


def leaving(number: str, last_day: str | None, reason: str = "resigned") -> Line:
    return {"kind": "leaving", "employee": number, "last_day": last_day, "reason": reason}
