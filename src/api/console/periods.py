"""Which period a page is about: the one that is asked for, else the one that today is in, or the last before."""

from collections.abc import Sequence
from typing import Any

from api.console.visit import Visit
from api.console.wall_time import site_today
from api.operations.periods import periods

Period = dict[str, Any]
"""The members of a period: `period`, `first_day`, `last_day`, `rules`, `closed_at`."""


def every_period(visit: Visit) -> list[Period]:
    """Every period that has begun, from the first."""
    found = [dict(each) for each in periods(visit.context).periods]
    today = site_today(visit).isoformat()
    return [each for each in found if each["first_day"] <= today] or found[:1]


def named(periods: Sequence[Period], period: str) -> Period | None:
    """The period of that name; None where it has not begun."""
    return next((each for each in periods if each["period"] == period), None)


def last_settled(periods: Sequence[Period]) -> Period:
    """The last period that is closed, else the last that has begun."""
    return ([each for each in periods if each["closed_at"]] or periods)[-1]
