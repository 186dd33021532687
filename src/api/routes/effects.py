"""What a decision would do, before it is given: reports with one fact more, beside the same reports without it."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api.auth.fact_reach import FactReach
from api.effects import complaint_json, leave_json, swap_json
from api.openapi.descriptions import JSON, query, told
from api.problems import Problem
from api.routes.facts import visibility_of
from api.service.answer_cache import KeptAnswer
from api.service.answers import json_response
from api.service.guard import GuardedRoute, extent_asked, service_of
from ledger.calendar import instant
from ledger.facts.base import KINDS
from ledger.facts.leave import Leave
from ledger.facts.quality import Complaint, ComplaintUpdate
from ledger.facts.roster import Swap
from ledger.facts.streams import key_stream
from ledger.ledger import RecordedFact
from projections.books import Books
from projections.effects import RequestedLeave, RequestedSwap, complaint_effect, leave_effects, swap_effects

router = APIRouter(prefix="/v1", route_class=GuardedRoute)

MOST = 50
_VERDICTS = ["upheld", "dismissed", "withdrawn"]
_SHARED = (
    "By the code of the reports, at the ledger's end; nothing is recorded. Whether the ledger takes it is not asked. "
)

Made = Callable[[Books, list[RecordedFact]], list[dict[str, Any]]]
"""From the books and what is decided on to the effects, in that order."""


def _words(kind: str, summary: str, description: str, permission: str, **more: Any) -> dict[str, Any]:
    label = KINDS[kind].label_en
    named = query(kind, f"A {label}, by its number; may be given up to {MOST} times.", many=True)
    return told(
        f"effects_of_{kind}",
        summary,
        _SHARED + description,
        tag="Workflows",
        permission=permission,
        answer=f"{kind.capitalize()}Effects",
        parameters=[named | {"required": True}, *more.get("parameters", ())],
    )


@router.get(
    "/effects/leaves",
    **_words(
        "leave",
        "What the approval of leaves would do",
        "请假批准后的影响: to shifts, to the bank of time off in lieu, and to absence. Shifts of the periods count "
        "as if they were over.",
        "report hours",
    ),
)
async def effects_of_leaves(request: Request) -> Response:
    """What the approval of leaves would do."""
    reach = _reach(request)

    def made(books: Books, facts: list[RecordedFact]) -> list[dict[str, Any]]:
        asked = [RequestedLeave(each.position, each.fact) for each in facts if isinstance(each.fact, Leave)]
        found = leave_effects(books, asked, _now(request))
        return [leave_json(effect, books.journal.site.cycle, reach(effect.leave.employee)) for effect in found]

    return await _answer(request, Leave.kind, made)


@router.get(
    "/effects/swaps",
    **_words(
        "swap",
        "What the approval of swaps would do",
        "换班批准后的影响: to the roster, to counted minutes and to rest. Of a side out of reach nothing is told.",
        "report attendance",
    ),
)
async def effects_of_swaps(request: Request) -> Response:
    """What the approval of swaps would do."""
    service, extent = service_of(request), extent_asked(request)

    def made(books: Books, facts: list[RecordedFact]) -> list[dict[str, Any]]:
        reach = service.reach.of(extent)

        def sees(employee: str, day: date) -> bool:
            return reach.covers_side(extent, employee, day.isoformat())

        asked = [RequestedSwap(each.fact, sees) for each in facts if isinstance(each.fact, Swap)]
        return [swap_json(effect) for effect in swap_effects(books, asked)]

    return await _answer(request, Swap.kind, made)


@router.get(
    "/effects/complaints",
    **_words(
        "complaint",
        "What the verdict on complaints would do",
        "投诉定论后的影响: to the scores of their periods; those of a closed one stay.",
        "report scores",
        parameters=[query("status", "The verdict; upheld without it.", {"type": "string", "enum": _VERDICTS})],
    ),
)
async def effects_of_complaints(request: Request) -> Response:
    """What the verdict on complaints would do."""
    status = request.query_params.get("status", _VERDICTS[0])
    if status not in _VERDICTS:
        raise Problem("invalid", f"status is {status[:60]!r}; give {' or '.join(_VERDICTS)}", code="bad_value")
    reach, now = _reach(request), _now(request)

    def made(books: Books, facts: list[RecordedFact]) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        for complaint in (each.fact for each in facts if isinstance(each.fact, Complaint)):
            update = ComplaintUpdate(complaint=complaint.complaint, at=now, status=status, by=complaint.employee)
            effect = complaint_effect(books, complaint, update)
            found += complaint_json(effect, books.journal.site.cycle, reach(complaint.employee))
        return found

    return await _answer(request, Complaint.kind, made)


def _now(request: Request) -> datetime:
    return instant(service_of(request).now())


def _reach(request: Request) -> Callable[[str], Callable[..., bool]]:
    """From an employee to whether rows are within reach: those of a date, or of a period by its last day."""
    service, extent = service_of(request), extent_asked(request)
    known: list[FactReach] = []

    def of(employee: str) -> Callable[..., bool]:
        if not known:
            known.append(service.reach.of(extent))

        def covers(day: str, *, of_period: bool) -> bool:
            check = known[0].covers_period if of_period else known[0].covers_side
            return check(extent, employee, day)

        return covers

    return of


async def _answer(request: Request, kind: str, made: Made) -> Response:
    return Response(await run_in_threadpool(_effects, request, kind, made), media_type=JSON)


def _effects(request: Request, kind: str, made: Made) -> bytes:
    service, extent = service_of(request), extent_asked(request)
    numbers = list(dict.fromkeys(request.query_params.getlist(kind)))
    if not 1 <= len(numbers) <= MOST:
        raise Problem("invalid", f"{kind} is there {len(numbers)} times; give 1 to {MOST} numbers", code="bad_value")
    position = service.ledger.facts.last_position()
    opened = _opened(request, kind, numbers, position)
    known = service.teams.membership() if extent.teams else None
    asked = (
        "effects",
        *(kind, tuple(numbers), request.query_params.get("status"), position, extent),
        *(() if known is None else (known.known_at, known.today)),
    )
    kept = service.kept.get(asked)
    if kept is None:
        with service.room.books(position) as books:
            told_ = {"position": position, "effects": made(books, opened)}
        kept = KeptAnswer.of(bytes(json_response(told_).body), JSON, {})
        service.kept.keep(asked, kept)
    return kept.content


def _opened(request: Request, kind: str, numbers: list[str], position: int) -> list[RecordedFact]:
    """What opened the workflows. Raises Problem where one is not there, or not within reach."""
    streams = service_of(request).ledger.facts.streams((key_stream(kind, (number,)) for number in numbers), position)
    visible, found = visibility_of(request), []
    for number in numbers:
        facts = streams.get(key_stream(kind, (number,)))
        if not facts or not visible.sees(facts[0]):
            model = KINDS[kind]
            raise Problem(
                "not-found",
                f"there is no {model.label_en} {number[:60]!r} within your reach; /v1/{model.resource} lists them",
            )
        found.append(facts[0])
    return found
