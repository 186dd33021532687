"""What surrounds every request: its id, its limits of size and time, security headers, and a line in the log."""

import asyncio
import logging
import os
import re
import time
from collections.abc import Callable
from itertools import count
from typing import Any

from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import Problem
from api.service.observability.logs import RequestLog
from api.service.observability.metrics import Metrics
from api.service.settings import ServiceSettings

_REQUEST_ID = b"x-request-id"
_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")
_ID_BYTES = 4
_HUNG_UP = 499
"""The status that is noted of a request whose sender hung up before it had arrived."""
_FILES = ("/v1/imports", "/iclock/cdata", "/hr/imports", "/hr/reconcile")
_WITHOUT_KEY, _SMALL = ("/sign-in", "/sign-out"), 65_536
"""Where bodies are read of whoever sends one, and how many bytes of them: a key and a few words."""
_RECONCILING = "/reconciliations"
_log = logging.getLogger("workledger.requests")

_POLICY = (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'")
"""Of what is not a page: nothing of it is ever shown in a browser. A page brings its own."""
_SECURITY: list[tuple[bytes, bytes]] = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-resource-policy", b"same-origin"),
]
_UNKEPT = (b"cache-control", b"no-store")


Answer = Callable[[Scope, Problem], Response]


class _Arriving:
    """What a request sends us, held to a size, and in all to a time, which grows with what has come."""

    def __init__(self, receive: Receive, limit: int, watch: "_Watch") -> None:
        self._receive = receive
        self._limit = limit
        self._watch = watch
        self._size = 0
        self._waited = 0.0
        self._arrived = False

    async def __call__(self) -> Message:
        if self._arrived:
            return await self._receive()
        loop = asyncio.get_running_loop()
        begun = loop.time()
        try:
            message = await self._watch.in_time(self._receive, self._size, self._waited)
        finally:
            # What we take to put it away is not the sender's time.
            self._waited += loop.time() - begun
        if message["type"] == "http.request":
            self._size += len(message.get("body", b""))
            self._arrived = not message.get("more_body", False)
            if self._size > self._limit:
                raise too_large(self._limit)
        return message


class _Watch:
    """Ends requests that are too slow to arrive; looks once a second, so that the others cost next to nothing."""

    def __init__(self, seconds: int, rate: int) -> None:
        self._seconds = seconds
        self._rate = rate
        self._waiting: dict[asyncio.Task[Any], float] = {}
        self._late: set[asyncio.Task[Any]] = set()
        self._looking = False

    async def in_time(self, receive: Receive, size: int, waited: float) -> Message:
        """The next of a request of which `size` bytes have come, and that was waited for so many seconds.

        Raises Problem where all of them have been too long.
        """
        task = asyncio.current_task()
        assert task is not None
        loop = asyncio.get_running_loop()
        self._waiting[task] = loop.time() + self._seconds + size / self._rate - waited
        if not self._looking:
            self._looking = True
            loop.call_later(1, self._look)
        try:
            return await receive()
        except asyncio.CancelledError:
            if task not in self._late:
                raise
            task.uncancel()
            raise Problem(
                "too-slow",
                f"the request did not arrive within {self._seconds} seconds, and {self._rate} bytes a second more; "
                "send it again",
            ) from None
        finally:
            self._waiting.pop(task, None)
            self._late.discard(task)

    def _look(self) -> None:
        loop = asyncio.get_running_loop()
        for task, ends in list(self._waiting.items()):
            if loop.time() >= ends and task not in self._late:
                self._late.add(task)
                task.cancel()
        self._looking = bool(self._waiting)
        if self._looking:
            loop.call_later(1, self._look)


def too_large(limit: int) -> Problem:
    """The problem of a request that is larger than its limit."""
    return Problem("too-large", f"the request has more than {limit} bytes; send less at once, or a file to /v1/imports")


def _refuse_without_host(scope: Scope) -> None:
    """Raises Problem where a request does not say whom it is for, or says it twice (RFC 9112 3.2)."""
    hosts = sum(name == b"host" for name, _ in scope["headers"])
    if hosts > 1 or (hosts == 0 and scope.get("http_version") == "1.1"):
        raise Problem("malformed", "the request has no Host, or several; send one, as every client of HTTP/1.1 does")


class RequestMiddleware:
    """Outermost: nothing gets past it without an id, its limits, its headers and a line in the log."""

    def __init__(
        self, app: ASGIApp, settings: ServiceSettings, metrics: Metrics, log: RequestLog, answer: Answer
    ) -> None:
        """Around an application; `answer` makes the answer of a problem that no route is asked about."""
        self._answer_of = answer
        self._app = app
        self._settings = settings
        self._metrics = metrics
        self._log = log
        self._watch = _Watch(settings.request_seconds, settings.body_rate)
        self._ids = count()
        self._id = os.urandom(_ID_BYTES).hex()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        given = headers.get(_REQUEST_ID, b"")
        scope["request_id"] = given.decode() if _ID.fullmatch(given) else f"{self._id}-{next(self._ids)}"
        begun, answered = time.perf_counter_ns(), [0]

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                answered[0] = message["status"]
                message["headers"] = self._with_headers(message["headers"], scope["request_id"])
            await send(message)

        limit = self._limit(scope)
        arriving = _Arriving(receive, limit, self._watch)
        try:
            _refuse_without_host(scope)
            self._refuse_announced(headers, limit)
            await self._app(scope, arriving, sending)
        except Problem as problem:
            await self._answer(problem, scope, arriving, sending, answered[0])
        except ClientDisconnect:
            answered[0] = answered[0] or _HUNG_UP
        except Exception:
            _log.exception("failed", extra={"request": scope["request_id"]})
            unexpected = Problem("internal", "something went wrong in the service; send the request again")
            await self._answer(unexpected, scope, arriving, sending, answered[0])
        finally:
            self._note(scope, answered[0], time.perf_counter_ns() - begun)

    def _limit(self, scope: Scope) -> int:
        path = scope["path"]
        if path in _WITHOUT_KEY:
            return min(_SMALL, self._settings.body_limit)
        files = path.startswith(_FILES) or path.endswith(_RECONCILING)
        return self._settings.import_limit if files else self._settings.body_limit

    @staticmethod
    def _refuse_announced(headers: dict[bytes, bytes], limit: int) -> None:
        announced = headers.get(b"content-length", b"0")
        if announced.isdigit() and int(announced) > limit:
            raise too_large(limit)

    async def _answer(self, problem: Problem, scope: Scope, receive: Receive, send: Send, answered: int) -> None:
        """Answer with a problem; where an answer has begun already, it breaks off."""
        if not answered:
            await self._answer_of(scope, problem)(scope, receive, send)

    @staticmethod
    def _with_headers(headers: Any, request: str) -> list[tuple[bytes, bytes]]:
        own = [*headers, *_SECURITY, (_REQUEST_ID, request.encode())]
        given = {name for name, _ in headers}
        own.extend(each for each in (_POLICY, _UNKEPT) if each[0] not in given)
        return own

    def _note(self, scope: Scope, status: int, nanoseconds: int) -> None:
        """A line without anything personal: the operation, not its address; the key, not its employee."""
        route = scope.get("route")
        path = getattr(route, "path", "unknown")
        self._metrics.note(scope["method"], path, status, nanoseconds)
        self._log.note(
            scope["request_id"], scope["method"], path, status, nanoseconds // 1_000_000, scope.get("principal_id", "")
        )
