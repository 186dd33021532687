"""What a decision would do, before it is given: reports with one fact more, beside the same reports without it."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

from api.auth.authorship import own_name
from api.auth.fact_reach import FactReach
from api.operations.answer import Answer
from api.operations.context import Context
from api.operations.effect_answers import (
    ComplaintEffects,
    Covers,
    LeaveEffects,
    SwapEffects,
    complaint_effects_seen,
    leave_effect,
    swap_effect,
)
from api.operations.operation import operation
from api.operations.request_effect_answers import RequestEffects, request_effect
from api.operations.workflows import no_such_workflow
from api.problems import Problem
from api.service.requests.answer_cache import KeptAnswer
from ledger.calendar import instant
from ledger.facts.complaints import Complaint, ComplaintUpdate
from ledger.facts.leave import Leave
from ledger.facts.requests import OvertimeRequest, PunchRequest
from ledger.facts.roster import Swap
from ledger.facts.streams import key_stream
from ledger.ledger import RecordedFact
from projections.books import Books
from projections.effects import (
    LeaveOutcome,
    RequestedLeave,
    RequestedSwap,
    complaint_effect,
    leave_effects,
    request_effects,
    swap_effects,
)

MOST = 50
"""How many workflows may be asked about at once."""
VERDICTS = ("upheld", "dismissed", "withdrawn")
_Effects = TypeVar("_Effects", bound=Answer)
_Made = Callable[[Books, list[RecordedFact]], list[dict[str, Any]]]
"""From the books and what is decided on to the effects, in that order."""


@operation("read leave")
def effects_of_leaves(context: Context, numbers: Sequence[str], decision: LeaveOutcome = "approved") -> LeaveEffects:
    """What the approval of leaves would do, or their cancellation.

    Raises Problem where one is not there, or not within reach.
    """
    reach = reach_of(context)

    def made(books: Books, facts: list[RecordedFact]) -> list[dict[str, Any]]:
        asked = [RequestedLeave(each.position, each.fact) for each in facts if isinstance(each.fact, Leave)]
        found = leave_effects(books, asked, now_of(context), decision)
        shortages = context.ledger.facts.shortages(each.leave.leave for each in found)
        cycle = books.journal.site.cycle
        return [
            leave_effect(effect, shortages.get(effect.leave.leave), cycle, reach(effect.leave.employee))
            for effect in found
        ]

    return _effects(context, LeaveEffects, Leave.kind, numbers, made, decision)


@operation("read swap")
def effects_of_swaps(context: Context, numbers: Sequence[str]) -> SwapEffects:
    """What the approval of swaps would do. Raises Problem where one is not there, or not within reach."""

    def made(books: Books, facts: list[RecordedFact]) -> list[dict[str, Any]]:
        swaps = (each.fact for each in facts)
        asked = [RequestedSwap(swap, sees_swap(context, swap)) for swap in swaps if isinstance(swap, Swap)]
        return [swap_effect(effect) for effect in swap_effects(books, asked)]

    return _effects(context, SwapEffects, Swap.kind, numbers, made)


@operation("read punch_request")
def effects_of_punch_requests(context: Context, numbers: Sequence[str]) -> RequestEffects:
    """What the approval of requests for punches would do. Raises Problem where one is not there, or not in reach."""
    return _effects(context, RequestEffects, PunchRequest.kind, numbers, _of_requests(context))


@operation("read overtime_request")
def effects_of_overtime_requests(context: Context, numbers: Sequence[str]) -> RequestEffects:
    """What the approval of requests for overtime would do. Raises Problem where one is not there, or not in reach."""
    return _effects(context, RequestEffects, OvertimeRequest.kind, numbers, _of_requests(context))


def sees_swap(context: Context, swap: Swap) -> Callable[[str, date], bool]:
    """Whether the caller sees the roster of a side of a swap on a date.

    Whoever sees a swap sees both shifts of it, also of a colleague of another team.
    """
    extent = context.extent
    reach = context.resources.reach.of(extent)
    sides, days = (swap.requester, swap.counterparty), (swap.requester_date, swap.counterparty_date)

    def sees(employee: str, day: date) -> bool:
        return (employee in sides and day in days) or reach.covers_side(extent, employee, day.isoformat())

    return sees


def _of_requests(context: Context) -> _Made:
    reach = reach_of(context)

    def made(books: Books, facts: list[RecordedFact]) -> list[dict[str, Any]]:
        asked = [each.fact for each in facts if isinstance(each.fact, PunchRequest | OvertimeRequest)]
        cycle = books.journal.site.cycle
        found = request_effects(books, asked, own_name(context.principal))
        return [request_effect(effect, cycle, reach(effect.request.employee)) for effect in found]

    return made


@operation("report scores")
def effects_of_complaints(context: Context, numbers: Sequence[str], status: str = VERDICTS[0]) -> ComplaintEffects:
    """What a verdict on complaints would do. Raises Problem where one is not there, or not within reach."""
    reach, now = reach_of(context), now_of(context)

    def made(books: Books, facts: list[RecordedFact]) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        for complaint in (each.fact for each in facts if isinstance(each.fact, Complaint)):
            update = ComplaintUpdate(
                complaint=complaint.complaint, at=now, status=status, by=own_name(context.principal)
            )
            effect = complaint_effect(books, complaint, update)
            # One that is nobody's touches no score.
            if effect is not None:
                found += complaint_effects_seen(effect, books.journal.site.cycle, reach(effect.employee))
        return found

    return _effects(context, ComplaintEffects, Complaint.kind, numbers, made, status)


def now_of(context: Context) -> datetime:
    """The instant of a decision that would be given now."""
    return instant(context.resources.now())


def reach_of(context: Context) -> Callable[[str], Covers]:
    """From an employee to whether rows are within reach: those of a date, or of a period by its last day."""
    extent = context.extent
    known: list[FactReach] = []

    def of(employee: str) -> Covers:
        if not known:
            known.append(context.resources.reach.of(extent))

        def covers(day: str, *, of_period: bool) -> bool:
            check = known[0].covers_period if of_period else known[0].covers_side
            return check(extent, employee, day)

        return covers

    return of


def _effects(
    context: Context, answer: type[_Effects], kind: str, given: Sequence[str], made: _Made, status: str | None = None
) -> _Effects:
    """The effects of a kind of decision; made once at a position for all who see the same of them."""
    service, extent, numbers = context.service, context.extent, list(dict.fromkeys(given))
    if not 1 <= len(numbers) <= MOST:
        raise Problem("invalid", f"{kind} is there {len(numbers)} times; give 1 to {MOST} numbers", code="bad_value")
    position = context.ledger.facts.last_position()
    opened = _opened(context, kind, numbers, position)
    known = service.teams.membership() if extent.by_posting else None
    asked = (
        "effects",
        *(kind, tuple(numbers), status, position, extent),
        *(() if known is None else (known.known_at, known.today)),
    )
    kept = service.kept.get(asked)
    if kept is None:
        with context.books(str(position)) as books:
            found = answer.model_validate({"position": position, "effects": made(books, opened)})
        kept = KeptAnswer.of(found.model_dump_json(by_alias=True).encode(), "application/json", {})
        service.kept.keep(asked, kept)
    return answer.model_validate_json(kept.content)


def _opened(context: Context, kind: str, numbers: list[str], position: int) -> list[RecordedFact]:
    """What opened the workflows. Raises Problem where one is not there, or not within reach."""
    streams = context.ledger.facts.streams((key_stream(kind, (number,)) for number in numbers), position)
    visible, found = context.visibility(), []
    for number in numbers:
        facts = streams.get(key_stream(kind, (number,)))
        if not facts or not visible.sees(facts[0]):
            raise no_such_workflow(kind, number)
        found.append(facts[0])
    return found
