"""What somebody's page shows of pay and time: the last closed month, the running one, and where they are explained."""

from typing import Any

from api.console.periods import every_period, last_settled
from api.console.self_service.month import balances
from api.console.visit import Visit
from api.operations.outlooks import outlook

_BASE = "base"


def figures_of(visit: Visit, employee: str) -> dict[str, Any]:
    """Pay and hours of somebody in the last closed month, what the running one comes to, and the leave that is left."""
    periods = every_period(visit)
    settled, running = last_settled(periods)["period"], periods[-1]["period"]
    pay = _row(visit, "payroll", settled, employee)
    hours = _row(visit, "hours", running, employee)
    coming = outlook(visit.context, running, employee) if hours else None
    return {
        "settled": settled,
        "running": running,
        "pay": pay,
        "base": None if pay is None else next((each for each in pay["lines"] if each["item"] == _BASE), None),
        "hours": hours,
        "expected": next(iter(coming.rows), None) if coming is not None else None,
        "balances": balances(visit, running, employee),
    }


def _row(visit: Visit, report: str, period: str, employee: str) -> dict[str, Any] | None:
    """Somebody's row of a report; None for a role that does not see it, and where there is none."""
    if visit.may(f"report {report}") is None:
        return None
    found: dict[str, Any] | None = next(iter(visit.report(report, period, employee=employee)["rows"]), None)
    return found
