"""S7.1a: the pool that an employee is ranked in."""

from typing import Any

from .state import View


def pool_of(view: View, period: str, rules: dict[str, Any], employee: str) -> dict[str, Any] | None:
    """Give the first pool whose conditions hold on the last day employed within the period (S2.4); None if none do."""
    day = view.status_day(employee, period)
    if day is None:
        return None
    role, team, channel = (view.on(employee, day, what) for what in ("role", "team", "channel"))
    for pool in rules["pools"]:
        of_team = pool["teams"] is None or team in pool["teams"]
        # Who has no channel meets no condition of channels.
        of_channel = pool["channels"] is None or channel in pool["channels"]
        if role in pool["roles"] and of_team and of_channel:
            found: dict[str, Any] = pool
            return found
    return None
