"""HTTP as the service takes it: uvicorn's protocol, with a size and a time for heads, and an end for every connection.

The parser (llhttp) has no limit of its own, and uvicorn none beside it: a head without an end was kept in memory, and
one that did not go on was waited for as long as its sender liked.
"""

import asyncio
import os
from enum import Enum
from typing import Any, cast

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol, RequestResponseCycle

from api.problems import Problem
from api.service.requests.answers import problem_response
from api.service.transport.connections import Connections

_MOST_PIPELINED = 16
_LINGER_SECONDS = 10
_MOST_LET_PASS = 67_108_864
"""Bytes after an answer that are read and let go, so that who still sends hears it."""
_HEADERS = ((b"connection", b"close"), (b"cache-control", b"no-store"), (b"x-content-type-options", b"nosniff"))
_FULL = Problem(
    "unavailable",
    "the service has as many connections as it takes; send the request again in a few seconds",
    headers={"Retry-After": "5"},
)


class _Phase(Enum):
    """What the sender is to send next; `OVER`: nothing that is read."""

    NOTHING, HEAD, BODY, OVER = range(4)


class _TooMuchError(Exception):
    """A head, or trailers, or requests one after another, beyond their limit."""


class _Outlet:
    """Where a request is answered: as the transport, but for its end, which waits for what still comes in."""

    __slots__ = ("close", "is_closing", "write")

    def __init__(self, transport: asyncio.Transport, close: Any) -> None:
        self.write = transport.write
        self.is_closing = transport.is_closing
        self.close = close


class HttpProtocol(HttpToolsProtocol):
    """A connection, held to the limits of its worker."""

    def __init__(self, *words: Any, **told: Any) -> None:
        """As uvicorn makes it; its configuration has the connections of the worker beside."""
        super().__init__(*words, **told)
        self._held: Connections = self.config.held  # type: ignore[attr-defined]
        self._phase = _Phase.NOTHING
        self._head = self._size = self._let_pass = 0
        self._lingering = False
        self._running: RequestResponseCycle | None = None
        self._unsent, self._unsent_since = 0, 0.0
        self.waited_since: float | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A connection, where there is a place for it."""
        super().connection_made(transport)
        self._outlet = _Outlet(transport, self._end)
        self.waited_since = self.loop.time()
        if not self._held.enter(self, self.client[0] if self.client else ""):
            self._phase = _Phase.OVER
            transport.write(self._written(_FULL))
            transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """The end of the connection."""
        self._held.leave(self)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Bytes of a head, of a body, or of what is not read any more."""
        if self._phase is _Phase.OVER:
            self._let_pass += len(data)
            if self._let_pass > _MOST_LET_PASS:
                self.cut()
            return
        if self._phase is _Phase.NOTHING:
            self._phase, self._head = _Phase.HEAD, 0
            if self.cycle is not None:
                self.waited_since = self.loop.time()
        self._head += len(data)
        super().data_received(data)
        # What of a head has come is counted before its end, which may never come.
        if self._phase is _Phase.HEAD and self._head > self._held.limits.head_bytes:
            self._refuse_head()

    def on_message_begin(self) -> None:
        """The first byte of a head."""
        self._phase, self._size = _Phase.HEAD, 0
        super().on_message_begin()

    def on_url(self, url: bytes) -> None:
        """A part of the target."""
        self._count(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """A field of the head. One that comes after the body is counted and let go: nothing here is told by one."""
        self._count(len(name) + len(value) + 4)
        if self._phase is _Phase.HEAD:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """The end of a head."""
        if len(self.pipeline) >= _MOST_PIPELINED:
            raise _TooMuchError
        self._phase = _Phase.BODY
        super().on_headers_complete()
        self.cycle.transport = cast(asyncio.Transport, self._outlet)

    def on_message_complete(self) -> None:
        """The end of a request."""
        self._phase, self._head = _Phase.NOTHING, 0
        self.waited_since = None
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """The end of an answer. Where the request has not ended yet, nothing of it is read any more."""
        if self._phase is _Phase.BODY and self._running is self.cycle:
            self._end()
        if not self.pipeline and self._phase is not _Phase.OVER:
            self.waited_since = self.loop.time()
        super().on_response_complete()

    def shutdown(self) -> None:
        """The service ends: who was answered is not lingered for any more."""
        if self._lingering:
            self.transport.close()
        else:
            super().shutdown()

    def look(self, now: float) -> None:
        """End the connection where its sender sends no more of a head, or does not take what it is sent."""
        unsent = self.transport.get_write_buffer_size()
        if unsent != self._unsent or not unsent:
            self._unsent, self._unsent_since = unsent, now
        elif now - self._unsent_since > self._held.limits.stalled_seconds:
            self._held.closed["not read"] += 1
            self.cut()
        if self.waited_since is None:
            return
        waited = now - self.waited_since
        if self._lingering and waited > _LINGER_SECONDS:
            self.cut()
        elif self.cycle is None and self._phase is _Phase.NOTHING and waited > self._held.limits.head_seconds:
            self._held.closed["silent"] += 1
            self.transport.close()
        elif self._phase is _Phase.HEAD and waited > self._held.limits.head_seconds:
            self._held.closed["slow head"] += 1
            seconds = self._held.limits.head_seconds
            self._refuse(Problem("too-slow", f"the head did not arrive within {seconds} seconds; send it again"))

    def cut(self) -> None:
        """End the connection at once; the requests on it are cancelled."""
        self._phase = _Phase.OVER
        self.transport.abort()

    def send_400_response(self, msg: str) -> None:
        """What cannot be read is a problem like any other."""
        del msg
        if self._size > self._held.limits.head_bytes:
            self._refuse_head()
            return
        self._held.closed["no HTTP"] += 1
        self._refuse(
            Problem("malformed", "the request is not HTTP/1.1, or asks for too much at once; correct its sender")
        )

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        self._running = cycle
        super()._start_asgi_task(cycle, app)

    def _unsupported_upgrade_warning(self) -> None:
        """Nothing is told of a request for another protocol: it is answered as one for this."""

    def _count(self, more: int) -> None:
        self._size += more
        if self._size > self._held.limits.head_bytes:
            raise _TooMuchError

    def _refuse_head(self) -> None:
        self._held.closed["large head"] += 1
        limit = self._held.limits.head_bytes
        self._refuse(Problem("head-too-large", f"the head has more than {limit} bytes; send a shorter address or less"))

    def _refuse(self, problem: Problem) -> None:
        """End with a problem; where another request is being answered, after that, and without one."""
        running = self._running
        if running is None or running.response_complete:
            self._tell(problem)
        elif running is self.cycle and running.more_body and not running.response_started:
            running.disconnected = True
            running.message_event.set()
            self._tell(problem)
        else:
            running.keep_alive = False
            self.pipeline.clear()
            self._phase = _Phase.OVER

    def _tell(self, problem: Problem) -> None:
        self.transport.write(self._written(problem))
        self._linger()

    def _written(self, problem: Problem) -> bytes:
        answer = problem_response(problem, os.urandom(4).hex())
        headers = (*self.server_state.default_headers, *answer.raw_headers, *_HEADERS)
        lines = [STATUS_LINE[problem.kind.status], *(b"%s: %s\r\n" % header for header in headers)]
        return b"".join([*lines, b"\r\n", bytes(answer.body)])

    def _end(self) -> None:
        """End the connection after what was written."""
        if self._phase is _Phase.NOTHING:
            self.transport.close()
        else:
            self._linger()

    def _linger(self) -> None:
        """Say that nothing more comes, and let pass what still arrives: to close at once would take the answer back."""
        self._phase = _Phase.OVER
        if not self._lingering and not self.transport.is_closing():
            self._lingering = True
            self.waited_since = self.loop.time()
            self.flow.resume_reading()
            if self.transport.can_write_eof():
                self.transport.write_eof()
