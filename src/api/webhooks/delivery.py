"""The sending of one message, and when it is tried again."""

import ssl
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

import httpcore
import httpx

from api.webhooks.connection import CONNECT_WITHIN, SEND_WITHIN, Clock, OwnConnection
from api.webhooks.targets import Target

BACKOFF = (
    timedelta(),
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
"""How long after an attempt the next one is made: the schedule of Standard Webhooks, the first at once."""

_OK = range(200, 300)
_REDIRECT = range(300, 400)
_GONE = 410
_DEFAULT_PORTS = {"http": 80, "https": 443}
_BEFORE = (httpcore.ConnectError, httpcore.ConnectTimeout)
"""Trouble before anything was sent."""
_TROUBLE = (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError, httpx.HTTPError)


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of an attempt."""

    status: int | None
    """The HTTP status of the answer; None where there was none."""
    detail: str
    """One sentence, for whoever looks after the subscription. It has nothing of the URL but its host and port."""
    unknown: bool = False
    """Whether the receiver may have taken it all the same."""
    body: bytes = b""
    """The answer, as far as it is read."""

    @property
    def delivered(self) -> bool:
        """Whether the receiver has taken the message."""
        return self.status in _OK

    @property
    def gone(self) -> bool:
        """Whether the receiver wants no messages any more."""
        return self.status == _GONE


def new_client(verify: ssl.SSLContext | None = None, clock: Clock = time.monotonic) -> httpx.Client:
    """A client for `send`, which any number of threads may share.

    `verify` is what certificates are verified by: without it, by the authorities that come with `certifi`. Nothing of
    the environment is used: no proxy, no netrc, no authorities.
    """
    context = verify or _authorities()
    timeout = httpx.Timeout(SEND_WITHIN.total_seconds(), connect=CONNECT_WITHIN.total_seconds())
    return httpx.Client(transport=OwnConnection(context, clock), timeout=timeout, trust_env=False)


@cache
def _authorities() -> ssl.SSLContext:
    """Those of `certifi`, read once a process: that takes some 20 ms."""
    return httpx.create_ssl_context(trust_env=False)


def send(client: httpx.Client, target: Target, headers: Mapping[str, str], body: bytes) -> Sent:
    """Post a message to the target's address, as its host; network trouble is told, never raised.

    The headers are the message's own: its `content-type`, and those that sign it.
    """
    subscribed = httpx.URL(target.url)
    # The path may be a secret: it goes into the request, but not into the URL, which httpx writes to the log.
    url = httpx.URL(scheme=subscribed.scheme, host=target.address, port=target.port)
    extensions = {"target": subscribed.raw_path, "sni_hostname": target.server_name}
    all_headers = httpx.Headers(headers)
    all_headers.update(
        {
            "host": _host_header(subscribed.scheme, target),
            "user-agent": "workledger",
            "accept-encoding": "identity",
            "connection": "close",
        }
    )
    try:
        with client.stream(
            "POST", url, content=body, headers=all_headers, extensions=extensions, follow_redirects=False
        ) as answer:
            received = bytearray()
            # A receiver that is cut off in its answer may take its work back.
            with suppress(*_TROUBLE):
                for part in answer.iter_raw():
                    received += part
            return Sent(answer.status_code, _answered(answer.status_code, target.host), body=bytes(received))
    except _TROUBLE as error:
        return Sent(None, _failed(error, target), unknown=not isinstance(error, _BEFORE))


def next_attempt(attempts: int, jitter: int = 0) -> timedelta | None:
    """How long after so many attempts the next one is made; None where there is none: a dead letter.

    `jitter`, in thousandths, is by how much longer: it keeps the messages to one receiver from coming all at once.
    """
    if attempts >= len(BACKOFF):
        return None
    return BACKOFF[attempts] * (1_000 + jitter) // 1_000


def _host_header(scheme: str, target: Target) -> str:
    host = f"[{target.host}]" if ":" in target.host else target.host
    return host if target.port == _DEFAULT_PORTS[scheme] else f"{host}:{target.port}"


def _answered(status: int, host: str) -> str:
    if status in _OK:
        return f"{host} answered {status}"
    if status in _REDIRECT:
        return f"{host} answered {status}, a redirect, which is not followed; subscribe with the URL it leads to"
    if status == _GONE:
        return f"{host} answered {status}: it wants no messages any more"
    return f"{host} answered {status}; answer with a status from 200 to 299"


def _failed(error: Exception, target: Target) -> str:
    host, port = target.host, target.port
    cause = _cause(error)
    if isinstance(cause, ssl.SSLCertVerificationError):
        what = cause.verify_message.rstrip(".")
        return f"the certificate of {host} is not accepted ({what}); use one for this name by a known authority"
    if isinstance(cause, ssl.SSLError):
        return f"{host} does not speak TLS on port {port}; use TLS 1.2 or later"
    if isinstance(error, httpcore.ConnectTimeout):
        return f"{host} took no connection within {CONNECT_WITHIN.seconds} seconds"
    if isinstance(error, httpcore.ConnectError):
        return f"{host} does not accept connections on port {port}; start the server or correct the port"
    if isinstance(error, httpcore.TimeoutException):
        return f"{host} gave no answer within {SEND_WITHIN.seconds} seconds"
    return f"{host} broke off, or did not answer in HTTP; answer with a status from 200 to 299"


def _cause(error: BaseException) -> BaseException:
    """What is at the bottom of an error."""
    while error.__cause__ is not None:
        error = error.__cause__
    return error
