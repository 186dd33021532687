"""S3.7, S4.1a The period's full due, and the part of it that a date without a roster has."""

from typing import Any

from ledger.facts.contracts import STANDARD_DAY
from projections.explanation.contracts import contract_on
from projections.explanation.explained_rows import Used
from projections.explanation.node import MINUTES, Node, positions
from projections.expressions import rounded


def full_due(used: Used) -> Node:
    """S3.7: the minutes due of someone employed throughout, on days of 480 minutes, before leave."""
    made: Node = used.once("standard minutes", "", lambda: _full_due(used))
    return made


def _full_due(used: Used) -> Node:
    month = used.month
    terms, period = month.terms, month.period
    minutes = terms.standard_days * STANDARD_DAY
    if terms.sets_days:
        of = {"weekdays": period.weekdays, "period_days": period.days}
        return Node("standard_minutes", minutes, MINUTES, "S3.7", of, {}, positions(terms.set_by))
    if used.rules.standard_days_from == "calendar":
        of = {"working_days": terms.standard_days, "period_days": period.days}
        return Node("standard_minutes", minutes, MINUTES, "S2.5", of, _by_calendar(used), _stated(used))
    of = {"weekdays": period.weekdays, "period_days": period.days}
    ruled = used.parameter("standard_days_min") | used.parameter("standard_days_max")
    return Node("standard_minutes", minutes, MINUTES, "S3.7", of, ruled)


def of_date(used: Used, employee: str, day: int) -> Node:
    """S4.1a: the standard minutes of a date: its part of the full due of the contract in force, holidays left out."""
    dates = used.month.standard_dates
    place, days = dates.days.index(day) + 1, len(dates.days)
    contract = contract_on(used, employee, day)
    whole = dates.standard_days * (_minutes(contract[0]) if contract else STANDARD_DAY)
    minutes = rounded(place * whole, days) - rounded((place - 1) * whole, days)
    by_calendar = used.rules.standard_days_from == "calendar"
    of = {"working_day": place, "working_days": days} if by_calendar else {"weekday": place, "weekdays": days}
    facts = _stated(used) if by_calendar else positions(*used.table("holidays")["position"])
    ruled = _by_calendar(used) if by_calendar else {}
    children = (full_due(used), *contract)
    return Node("standard_minutes_of_date", minutes, MINUTES, "S4.1a", of, ruled, facts, children)


def _minutes(node: Node) -> int:
    assert isinstance(node.value, int)
    return node.value


def _by_calendar(used: Used) -> dict[str, Any]:
    return used.parameter("standard_days_from")


def _stated(used: Used) -> tuple[int, ...]:
    """S2.5: what is recorded of the dates of the period."""
    period = used.month.period
    return positions(*used.month.calendar.facts(range(period.first_day, period.last_day + 1)))
