"""S3.7a: the contract in force on a date, and what a day and a minute of it are paid (S10.1a, S10.4, S10.8)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from .state import View

DAY = 480


@dataclass(frozen=True)
class Contract:
    """How many minutes a day it is for, how it pays, and at which rate in fen an hour."""

    day_minutes: int = DAY
    pay: str = "monthly"
    rate: int = 0


def latest(contracts: Iterable[dict[str, Any]], day: date) -> Contract:
    """The contract with the latest `from` that is not after a date, of those given in that order."""
    found = Contract()
    for fact in contracts:
        if fact["from"] <= day:
            found = Contract(fact["day_minutes"], fact["pay"], fact["rate"] or 0)
    return found


def in_force(view: View, employee: str, day: date) -> Contract:
    """The contract in force on a date; without any, 480 minutes and monthly pay."""
    return latest(view.contracts.get(employee, ()), day)


def days_under(view: View, employee: str, period: str, pay: str) -> list[date]:
    """The dates of a period employed under one way of pay."""
    return [day for day in view.employed_days(employee, period) if in_force(view, employee, day).pay == pay]


def daily(view: View, rules: dict[str, Any], employee: str, day: date, star: int = 0) -> Fraction:
    """What a day is paid, in fen, exact: by the month with the star pay where it counts, by the hour, or nothing."""
    contract = in_force(view, employee, day)
    if contract.pay == "hourly":
        return Fraction(contract.rate * contract.day_minutes, 60)
    if contract.pay == "none":
        return Fraction(0)
    return Fraction(view.monthly_salary(employee, day) + star) / Fraction(rules["pay_days"])
