"""Hearing of every fact as it is recorded: Server-Sent Events, whose ids are the positions of the ledger."""

import json
from collections.abc import AsyncIterator
from typing import Annotated, Any

from anyio import CancelScope
from fastapi import Header, Query
from fastapi.sse import EventSourceResponse, format_sse_event
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from api.change_feed import Bell
from api.operations import change_feed
from api.operations.change_feed import Feed
from api.parameter_values import LAST_POSITION
from api.problems import Problem
from api.routes.guard import Asked, guarded_router, needs
from api.routes.parameters import NO_KINDS, Kinds, reader
from api.service.identity import still_holds
from api.service.service import Service

router = guarded_router("Follow")

_EVENTS = {EventSourceResponse.media_type: {"schema": {"type": "string"}}}
_RETRY_MILLISECONDS = 2_000
_LONGEST_ID = 16


def _position(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < _LONGEST_ID):
        said = f"{text[:60]!r} is not a position to go on after; give a number"
        raise Problem("invalid", said, code="bad_value")
    return int(text)


_After = Annotated[
    int | None,
    reader(_position),
    Query(
        description="Begin after this position.",
        json_schema_extra={"minimum": 0, "maximum": LAST_POSITION},
    ),
]
_LastEventId = Annotated[
    int | None,
    reader(_position),
    Header(
        alias="Last-Event-ID",
        description="The position of the last fact that was heard of.",
        json_schema_extra={"minimum": 0, "maximum": LAST_POSITION},
    ),
]


@router.get(
    "/facts/stream",
    summary="Follow every fact as it is recorded",
    description="Server-Sent Events: `id` is the position, `event` the kind, `data` the fact. A new connection "
    "with `Last-Event-ID` continues after it: nothing is skipped or repeated. Without it, and "
    "without `after`, it begins with what is recorded from now on. A comment comes when nothing else does.",
    response_class=Response,
    responses={
        200: {
            "content": {EventSourceResponse.media_type: {"schema": {"type": "string"}}},
            "description": "Facts as they come.",
        }
    },
    openapi_extra=needs(change_feed.follow_facts),
)
async def follow_facts(
    request: Request,
    asked: Asked,
    after: _After = None,
    kind: Kinds = NO_KINDS,
    last_event_id: _LastEventId = None,
) -> Response:
    """Every fact as it is recorded."""
    service, begin = asked.service, after if last_event_id is None else last_event_id
    if service.streams >= service.settings.streams:
        raise Problem(
            "too-many-requests",
            f"{service.settings.streams} follow the ledger here already; try again later",
            headers={"Retry-After": "30"},
        )
    # The place is taken before anything is waited for: else all who come meanwhile would find it free.
    service.streams += 1
    try:
        feed = await run_in_threadpool(change_feed.follow_facts, asked, kind, begin)
        return _Followed(service, _events(request, service, feed))
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


async def _events(request: Request, service: Service, feed: Feed) -> AsyncIterator[bytes]:
    """The facts of a feed, each as it is recorded; a comment where nothing comes."""
    bell = Bell()
    number = await run_in_threadpool(service.tail.wait, bell.ring)
    try:
        yield format_sse_event(retry=_RETRY_MILLISECONDS)
        position = feed.begin
        while not service.ending:
            found, position = await run_in_threadpool(feed.read, position)
            for fact in found:
                yield _event(fact)
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


def _event(fact: dict[str, Any]) -> bytes:
    data = json.dumps(fact, ensure_ascii=False, separators=(",", ":"))
    return format_sse_event(id=str(fact["position"]), event=fact["kind"], data_str=data)
