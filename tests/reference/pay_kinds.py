"""Interchange: the kinds of fact that say how people are employed and paid: calendar, contracts, entitlements."""

import re
from typing import Any

from .fields import Check, RefusedLineError, day, integer, many, money, name, nullable, only, period, text
from .kind import ROLE, Kind, facts

COMPENSATION: dict[str, Check] = {
    "compensation": only("lieu", "pay"),
    "rate": only("workday", "rest_day", "holiday"),
}


def year(value: Any) -> str:
    """A calendar year `YYYY`."""
    if not re.fullmatch(r"(19|2[0-9])[0-9]{2}", text(value)):
        raise RefusedLineError(f"{value!r} should be a year YYYY")
    return str(value)


PAY: dict[str, Kind] = {
    "calendar_day": facts(
        "date", {"date": day, "type": nullable(only("workday", "rest_day"))}, optional={"name": text}, superseding=True
    ),
    "contract": facts(
        "employee from",
        {"employee": name, "from": day, "day_minutes": integer(1, 720), "pay": only("monthly", "hourly", "none")},
        optional={"rate": money(0), "employer": text},
        superseding=True,
    ),
    "seniority": facts(
        "employee", {"employee": name, "from": day}, optional={"continuous_from": day}, superseding=True
    ),
    "entitlement": facts(
        "employee type year",
        {"employee": name, "type": name, "year": year, "minutes": integer(0, 10**6)},
        optional={"expires": day, "basis": text},
        superseding=True,
    ),
    "hours_approval": facts(
        "approval",
        {"approval": name, "from": period, "months": only(1, 3, 6, 12), "roles": many(ROLE)},
        optional={"until": period},
        superseding=True,
    ),
}


def agree_on_pay(kind: str, content: dict[str, Any]) -> None:
    """Refuse fields of these kinds that contradict each other within one line (interchange)."""
    if kind == "contract" and (content["rate"] is not None) != (content["pay"] == "hourly"):
        raise RefusedLineError("a rate goes with hourly pay, and only there (S3.7a)")
    if kind == "seniority" and content["continuous_from"] is not None and content["continuous_from"] < content["from"]:
        raise RefusedLineError("continuous_from should not be before from (S10.5b)")
    if kind == "entitlement" and content["expires"] is not None and content["expires"].year < int(content["year"]):
        raise RefusedLineError("expires should not be before the year (S4.6)")
    if kind == "hours_approval" and content["until"] is not None and content["until"] < content["from"]:
        raise RefusedLineError("until should not be before from (S14.2)")
