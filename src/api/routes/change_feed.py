"""Hearing of every fact as it is recorded: Server-Sent Events, whose ids are the positions of the ledger."""

import json
from collections.abc import AsyncIterator

from anyio import CancelScope
from fastapi import APIRouter
from fastapi.sse import EventSourceResponse, format_sse_event
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from api.auth.permissions import PAY_KINDS
from api.auth.visibility import Visibility
from api.change_feed import Bell
from api.openapi.addresses import POSITION
from api.openapi.descriptions import header, query, told
from api.problems import Problem
from api.routes.facts import visibility_of
from api.service.access_log import Access
from api.service.guard import GuardedRoute, note_access, service_of, still_holds
from api.service.service import Service
from ledger.facts.base import KINDS
from ledger.ledger import RecordedFact

router = APIRouter(prefix="/v1", route_class=GuardedRoute)

_READ_AT_ONCE = 500
_RETRY_MILLISECONDS = 2_000
_LONGEST_ID = 16


@router.get(
    "/facts/stream",
    **told(
        "follow_facts",
        "Hear of every fact as it is recorded",
        "Server-Sent Events: `id` is the position, `event` the kind, `data` the fact. A connection that is made again "
        "with `Last-Event-ID` goes on after it: nothing is skipped, nothing comes twice. Without it, and without "
        "`after`, it begins with what is recorded from now on. A comment comes when nothing else does.",
        tag="Follow",
        permission="follow facts",
        answer={EventSourceResponse.media_type: {"schema": {"type": "string"}}},
        parameters=[
            query("after", "Begin after this position.", POSITION),
            query("kind", "Only facts of this kind; may be given several times.", {
                "type": "string", "enum": list(KINDS)}, many=True),
            header("Last-Event-ID", "The position of the last fact that was heard of.", {
                "type": "string", "pattern": "^[0-9]{1,15}$"}),
        ],
    ),
)  # fmt: skip
async def follow(request: Request) -> Response:
    """Every fact as it is recorded."""
    service, visible = service_of(request), await run_in_threadpool(visibility_of, request)
    asked = request.query_params.getlist("kind")
    for kind in asked:
        if kind not in KINDS:
            raise Problem("invalid", f"there is no kind {kind[:60]!r}; /v1/ledger lists the kinds", code="unknown_kind")
    kinds = [kind for kind in (asked or KINDS) if kind in visible.extents]
    after = await _begin(request, service)
    if service.streams >= service.settings.streams:
        raise Problem(
            "too-many-requests",
            f"{service.settings.streams} follow the ledger here already; try again later",
            headers={"Retry-After": "30"},
        )
    # The place is taken before anything is waited for: else all who come meanwhile would find it free.
    service.streams += 1
    try:
        if PAY_KINDS & set(kinds):
            await note_access(request, Access("follow facts", position=after))
        return _Followed(service, _events(request, service, kinds, after))
    except BaseException:
        service.streams -= 1
        raise


class _Followed(EventSourceResponse):
    """What a follower hears; the place is free again when that ends, however it ends."""

    def __init__(self, service: Service, events: AsyncIterator[bytes]) -> None:
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        super().__init__(events, headers=headers)
        self._service = service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._service.streams -= 1


async def _begin(request: Request, service: Service) -> int:
    given = request.headers.get("last-event-id") or request.query_params.get("after")
    if given is None:
        return await run_in_threadpool(service.ledger.facts.last_position) if service.ledger.exists() else 0
    if not (given.isascii() and given.isdigit() and len(given) < _LONGEST_ID):
        raise Problem("invalid", f"{given[:60]!r} is no position to go on after; give a number", code="bad_value")
    return int(given)


async def _events(request: Request, service: Service, kinds: list[str], after: int) -> AsyncIterator[bytes]:
    """Facts after a position, then each as it is recorded; a comment where nothing comes."""
    bell = Bell()
    number = await run_in_threadpool(service.tail.wait, bell.ring)
    try:
        yield format_sse_event(retry=_RETRY_MILLISECONDS)
        position = after
        while not service.ending:
            found, position = await run_in_threadpool(_read, request, service, kinds, position)
            for event in found:
                yield event
            if not await still_holds(request):
                return
            if found:
                continue
            if not await bell.heard(service.settings.heartbeat_seconds):
                await run_in_threadpool(service.tail.revive)
                yield format_sse_event(comment=str(position))
            if await request.is_disconnected():
                return
    finally:
        # Who hangs up cancels what is awaited here, and this has to be done nevertheless.
        with CancelScope(shield=True):
            await run_in_threadpool(service.tail.leave, number)


def _read(request: Request, service: Service, kinds: list[str], after: int) -> tuple[list[bytes], int]:
    """The events of the next facts that are wanted and may be seen, and the position up to which all were looked at."""
    # Anew each time: whoever follows for days sees what teams are by then.
    visible, last = visibility_of(request), service.ledger.facts.last_position()
    while after < last:
        part = service.ledger.facts.select(after, _READ_AT_ONCE, kinds, None, last) if kinds else []
        found = [_event(recorded, visible) for recorded in part if visible.sees(recorded)]
        after = part[-1].position if len(part) == _READ_AT_ONCE else last
        if found:
            return found, after
    return [], after


def _event(recorded: RecordedFact, visible: Visibility) -> bytes:
    data = json.dumps(visible.shown(recorded), ensure_ascii=False, separators=(",", ":"))
    return format_sse_event(id=str(recorded.position), event=recorded.fact.kind, data_str=data)
