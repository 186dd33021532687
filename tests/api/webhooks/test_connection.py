"""A connection is to the host whose certificate is shown, for one message, and for a limited time and answer."""

import queue
import ssl
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography.x509 import DNSName, IPAddress

from api.webhooks.delivery import Sent, new_client, send
from tests.api.webhooks.receiving import BODY, HEADERS, Answer, Authority, receiver, sent, target, with_status


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    """An authority that certifies names."""
    return Authority(tmp_path)


def test_a_certificate_for_the_right_name_is_accepted(authority: Authority) -> None:
    with receiver(with_status(200), authority.receiving(DNSName("hooks.example"))) as there:
        assert sent(target(there.port, "https"), verify=authority.trusting()).delivered
    assert there.received[0].headers["host"] == f"hooks.example:{there.port}"


def test_the_receiver_is_told_the_name_it_is_spoken_to_by(authority: Authority) -> None:
    context, names = authority.receiving(DNSName("hooks.example")), []

    def note(_socket: ssl.SSLObject, name: str, _context: ssl.SSLContext) -> None:
        names.append(name)

    context.sni_callback = note
    with receiver(with_status(200), context) as there:
        assert sent(target(there.port, "https"), verify=authority.trusting()).delivered
    assert names == ["hooks.example"]


def test_a_certificate_for_another_name_is_refused_before_anything_is_sent(authority: Authority) -> None:
    names = [DNSName("other.example"), IPAddress(ip_address("127.0.0.1"))]
    with receiver(with_status(200), authority.receiving(*names)) as there:
        outcome = sent(target(there.port, "https"), verify=authority.trusting())
    assert outcome.status is None
    assert outcome.detail.startswith("the certificate of hooks.example is not accepted (Hostname mismatch")
    assert there.received == []


def test_a_connection_for_one_name_is_not_used_for_another(authority: Authority) -> None:
    with (
        receiver(with_status(200), authority.receiving(DNSName("hooks.example"))) as there,
        new_client(authority.trusting()) as client,
    ):
        assert send(client, target(there.port, "https"), HEADERS, BODY).delivered
        assert send(client, target(there.port, "https", "other.example"), HEADERS, BODY).status is None
        assert send(client, target(there.port, "https"), HEADERS, BODY).delivered
    assert len(there.received) == 2


def test_an_address_is_verified_as_an_address(authority: Authority) -> None:
    with receiver(with_status(200), authority.receiving(IPAddress(ip_address("127.0.0.1")))) as there:
        assert sent(target(there.port, "https", "127.0.0.1"), verify=authority.trusting()).delivered
        assert not sent(target(there.port, "https"), verify=authority.trusting()).delivered


def test_an_unknown_authority_is_refused_also_if_the_environment_knows_it(
    authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    with receiver(with_status(200), authority.receiving(DNSName("hooks.example"))) as there:
        outcome = sent(target(there.port, "https"))
    assert "by a known authority" in outcome.detail
    assert there.received == []


def test_a_receiver_without_tls_is_told_so() -> None:
    with receiver(with_status(200)) as there:
        outcome = sent(target(there.port, "https"))
    assert outcome == Sent(None, f"hooks.example does not speak TLS on port {there.port}; use TLS 1.2 or later")


def endless(beginning: bytes) -> Answer:
    """An answer that never ends."""

    def write(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(beginning)
        while True:
            handler.wfile.write(b"x" * 4096)

    return write


class Clock:
    """Goes on by some milliseconds each time that it is looked at, and tells whoever waits for that."""

    def __init__(self, milliseconds: int) -> None:
        """Begin at nought."""
        self._step = milliseconds
        self.milliseconds = 0
        self.looks: queue.Queue[int] = queue.Queue()

    def __call__(self) -> float:
        """The seconds that have passed."""
        self.milliseconds += self._step
        self.looks.put(self.milliseconds)
        return self.milliseconds / 1_000


@pytest.mark.parametrize("beginning", [b"HTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.1 200 OK\r\nx: "])
def test_an_endless_answer_is_left_long_before_the_time_is_over(beginning: bytes) -> None:
    clock = Clock(1)
    with receiver(endless(beginning)) as there:
        assert sent(target(there.port), clock=clock).delivered == beginning.endswith(b"\n")
        assert there.ended.get(timeout=30) == "cut off"
    assert clock.milliseconds < 10_000


def drop_by_drop(clock: Clock, beginning: bytes) -> Answer:
    """An answer that brings one more byte each time that the sender looks at its clock."""

    def write(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(beginning)
        while True:
            clock.looks.get(timeout=30)
            handler.wfile.write(b"x")

    return write


@pytest.fixture
def hurried() -> Callable[[bytes], tuple[Sent, int]]:
    """What comes of a message whose answer comes drop by drop, and how many milliseconds it took."""

    def run(beginning: bytes) -> tuple[Sent, int]:
        clock = Clock(2_000)
        with receiver(drop_by_drop(clock, beginning)) as there:
            outcome = sent(target(there.port), clock=clock)
            took = clock.milliseconds
            # Until the receiver writes to the closed connection, it waits for the sender's next look.
            while there.ended.empty():
                clock()
        return outcome, took

    return run


def test_an_answer_that_comes_drop_by_drop_is_given_up(hurried: Callable[[bytes], tuple[Sent, int]]) -> None:
    outcome, took = hurried(b"HTTP/1.1 200 OK\r\nx: ")
    assert outcome == Sent(None, "hooks.example gave no answer within 15 seconds", unknown=True)
    assert 15_000 < took <= 20_000


def test_a_body_that_comes_drop_by_drop_is_left(hurried: Callable[[bytes], tuple[Sent, int]]) -> None:
    outcome, took = hurried(b"HTTP/1.1 200 OK\r\n\r\n")
    assert outcome.delivered
    assert 15_000 < took <= 20_000


def test_a_message_without_time_is_not_begun() -> None:
    with receiver(with_status(200)) as there:
        outcome = sent(target(there.port), clock=Clock(20_000))
    assert outcome == Sent(None, "hooks.example took no connection within 5 seconds")
    assert there.received == []


def test_a_long_message_arrives_whole() -> None:
    body = bytes(range(256)) * 4_096
    with receiver(with_status(200)) as there, new_client() as client:
        assert send(client, target(there.port), HEADERS, body).delivered
    assert there.received[0].body == body
