"""S3.7, S4.1a The period's full due, and the part of it that a weekday without a roster has."""

from projections.explanation.explained_rows import Used
from projections.explanation.node import MINUTES, Node, positions
from projections.leave import standard_minutes


def full_due(used: Used) -> Node:
    """S3.7: the minutes due of someone employed throughout, before leave."""
    made: Node = used.once("standard minutes", "", lambda: _full_due(used))
    return made


def _full_due(used: Used) -> Node:
    terms, period = used.month.terms, used.month.period
    ruled = {} if terms.sets_days else used.parameter("standard_days_min") | used.parameter("standard_days_max")
    of = {"weekdays": period.weekdays, "period_days": period.days}
    facts = positions(terms.set_by) if terms.sets_days else ()
    return Node("standard_minutes", terms.due, MINUTES, "S3.7", of, ruled, facts)


def of_date(used: Used, day: int) -> Node:
    """S4.1a: the standard minutes of a weekday: its part of the full due, holidays left out."""
    month = used.month
    parts = standard_minutes(month.tables, month.period, month.terms.due)
    number = [date for date, _ in parts].index(day)
    of = {"weekday": number + 1, "weekdays": len(parts)}
    facts = positions(*used.table("holidays")["position"])
    return Node("standard_minutes_of_date", parts[number][1], MINUTES, "S4.1a", of, {}, facts, (full_due(used),))
