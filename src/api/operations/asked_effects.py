"""What a request would do that is about to be sent, and what one may ask for: nothing of it is recorded."""

import json
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from api.auth.authorship import own_name
from api.operations.context import Context
from api.operations.effect_answers import leave_effect, swap_effect
from api.operations.effects import now_of, reach_of, sees_swap
from api.operations.operation import operation
from api.operations.records import reached_fact, sent_fact
from api.operations.request_effect_answers import request_effect
from api.problems import Problem
from ledger.facts.base import KINDS, Fact
from ledger.facts.leave import Leave
from ledger.facts.requests import OvertimeRequest, PunchRequest
from ledger.facts.roster import Swap
from projections.calendar import day_number, day_text
from projections.effects import RequestedLeave, RequestedSwap, leave_effects, request_effects, swap_effects
from projections.swap_offers import swap_offers

_AHEAD = 62
"""Days ahead of which shifts are offered."""


class Offer(NamedTuple):
    """A shift that somebody may give in a swap."""

    date: str
    shift: str


@operation("record leave")
def effect_of_asked_leave(context: Context, fields: Mapping[str, Any]) -> dict[str, Any]:
    """What the approval of a leave would do, as a `LeaveEffect`.

    Raises Problem where it is invalid, or not within reach.
    """
    asked = _asked(context, Leave, fields)
    assert isinstance(asked, Leave)
    with context.books() as books:
        (effect,) = leave_effects(books, [RequestedLeave(books.journal.position + 1, asked)], now_of(context))
        return leave_effect(effect, None, books.journal.site.cycle, reach_of(context)(asked.employee))


@operation("record swap")
def effect_of_asked_swap(context: Context, fields: Mapping[str, Any]) -> dict[str, Any]:
    """What the approval of a swap would do, as a `SwapEffect`. Raises Problem as `effect_of_asked_leave` does."""
    asked = _asked(context, Swap, fields)
    assert isinstance(asked, Swap)
    with context.books() as books:
        (effect,) = swap_effects(books, [RequestedSwap(asked, sees_swap(context, asked))])
    return swap_effect(effect)


@operation("record {kind}")
def effect_of_asked_request(context: Context, kind: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """What the approval of a request for a punch or overtime would do, as a `RequestEffect`. Raises likewise."""
    asked = _asked(context, KINDS[kind], fields)
    assert isinstance(asked, PunchRequest | OvertimeRequest)
    with context.books() as books:
        (effect,) = request_effects(books, [asked], own_name(context.principal))
        return request_effect(effect, books.journal.site.cycle, reach_of(context)(asked.employee))


@operation("record swap")
def offers(context: Context, employee: str) -> list[Offer]:
    """The shifts from tomorrow on that a colleague may give in a swap; on leave looks as free (S5).

    Raises Problem where nobody of that number is employed.
    """
    membership = context.resources.teams.membership()
    if not membership.employed_on(employee, membership.today):
        raise Problem("not-found", f"nobody of the number {employee[:60]!r} works here; choose a colleague of the list")
    tomorrow = day_number(date.fromisoformat(membership.today) + timedelta(days=1))
    with context.books() as books:
        found = swap_offers(books.tables, employee, tomorrow, tomorrow + _AHEAD)
    return [Offer(day_text(day), shift) for day, shift in found]


def _asked(context: Context, model: type[Fact], fields: Mapping[str, Any]) -> Fact:
    return reached_fact(context, sent_fact(context, KINDS[model.kind], json.dumps(fields, ensure_ascii=False).encode()))
