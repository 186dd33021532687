"""How a message is carried: over a connection of its own, within a time, and with no more of the answer than is needed.

`httpx` limits each reading and writing by itself; whoever answers a byte at a time could hold a sender for hours.
"""

import ssl
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import httpcore
import httpx

CONNECT_WITHIN = timedelta(seconds=5)
SEND_WITHIN = timedelta(seconds=15)
"""From the first attempt to connect to the end of the answer."""
ANSWER_LIMIT = 16 * 1_024
"""Bytes that are read of an answer, its headers included."""

_WRITTEN_AT_ONCE = 64 * 1_024

Clock = Callable[[], float]
"""Seconds since some moment, as `time.monotonic`."""


class OwnConnection(httpx.BaseTransport):
    """A connection for each message.

    None is kept: the next message to the same address may be for another name, whose certificate has to be looked at.
    Of the answer there is the status, and the body; without headers no redirect is followed, and no cookie kept.
    """

    def __init__(self, context: ssl.SSLContext, clock: Clock) -> None:
        """Verify certificates by a context, and measure the time by a clock."""
        self._context = context
        self._clock = clock

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The answer to a request. Raises what `httpcore` raises."""
        bounds = _Bounds(self._clock, self._clock() + SEND_WITHIN.total_seconds(), ANSWER_LIMIT)
        url = request.url
        address = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        connection = httpcore.HTTPConnection(address.origin, self._context, network_backend=_BoundedNetwork(bounds))
        assert isinstance(request.stream, httpx.SyncByteStream)
        try:
            answer = connection.handle_request(
                httpcore.Request(
                    request.method,
                    address,
                    headers=request.headers.raw,
                    content=request.stream,
                    extensions=request.extensions,
                )
            )
        except BaseException:
            connection.close()
            raise
        return httpx.Response(answer.status, stream=_Body(answer, connection))


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response, connection: httpcore.HTTPConnection) -> None:
        self._answer = answer
        self._connection = connection

    def __iter__(self) -> Iterator[bytes]:
        return self._answer.iter_stream()

    def close(self) -> None:
        self._connection.close()


@dataclass(slots=True)
class _Bounds:
    """What is left to one message."""

    clock: Clock
    end: float
    allowance: int

    def left(self, timeout: float | None, error: type[httpcore.TimeoutException]) -> float:
        """The seconds that a step may take. Raises the error where there are none."""
        left = self.end - self.clock()
        if left <= 0:
            raise error
        return left if timeout is None else min(left, timeout)


class _BoundedNetwork(httpcore.NetworkBackend):
    def __init__(self, bounds: _Bounds) -> None:
        self._bounds = bounds
        self._network = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        timeout = self._bounds.left(timeout, httpcore.ConnectTimeout)
        stream = self._network.connect_tcp(host, port, timeout, local_address, socket_options)
        return _BoundedStream(stream, self._bounds)


class _BoundedStream(httpcore.NetworkStream):
    def __init__(self, stream: httpcore.NetworkStream, bounds: _Bounds) -> None:
        self._stream = stream
        self._bounds = bounds

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        if not self._bounds.allowance:
            raise httpcore.ReadError
        timeout = self._bounds.left(timeout, httpcore.ReadTimeout)
        read = self._stream.read(min(max_bytes, self._bounds.allowance), timeout)
        self._bounds.allowance -= len(read)
        return read

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        for start in range(0, len(buffer), _WRITTEN_AT_ONCE):
            left = self._bounds.left(timeout, httpcore.WriteTimeout)
            self._stream.write(buffer[start : start + _WRITTEN_AT_ONCE], left)

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        timeout = self._bounds.left(timeout, httpcore.ConnectTimeout)
        return _BoundedStream(self._stream.start_tls(ssl_context, server_hostname, timeout), self._bounds)

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)
