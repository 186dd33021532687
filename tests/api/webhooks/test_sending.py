"""A message goes to one address and no further, as its host; whatever comes of it is told in a sentence."""

import logging
import socket
from datetime import timedelta
from http.server import BaseHTTPRequestHandler

import httpx
import pytest

from api.webhooks.delivery import Sent, new_client, next_attempt, send
from api.webhooks.targets import TargetPolicy
from tests.api.webhooks.receiving import BODY, HEADERS, Answer, on_loopback, receiver, sent, target, with_status


def test_a_message_arrives_as_it_was_sent_for_the_host_that_was_subscribed() -> None:
    path = "/in/%7Ea%2Fb/c;d=1?key=a%20b+c&key=%2F&x=http://y/"
    with receiver(with_status(204)) as there:
        assert sent(target(there.port, path=path)) == Sent(204, "hooks.example answered 204")
    (request,) = there.received
    assert (request.path, request.body) == (path, BODY)
    assert request.headers["host"] == f"hooks.example:{there.port}"
    assert {name: request.headers[name] for name in HEADERS} == HEADERS
    assert request.headers["content-length"] == str(len(BODY))


def test_the_headers_of_a_message_do_not_change_its_host() -> None:
    with receiver(with_status(200)) as there, new_client() as client:
        send(client, target(there.port), {"Host": "other.example", "Connection": "keep-alive"}, BODY)
    assert there.received[0].headers["host"] == f"hooks.example:{there.port}"
    assert there.received[0].headers["connection"] == "close"


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("http://hooks.example/", "hooks.example"),
        ("http://hooks.example:443/", "hooks.example:443"),
        ("https://hooks.example:443/", "hooks.example"),
        ("http://[fd00::1]/", "[fd00::1]"),
        ("http://[fd00::1]:81/", "[fd00::1]:81"),
    ],
)
def test_the_host_header_has_the_port_where_it_is_not_the_usual_one(url: str, host: str) -> None:
    seen: list[httpx.Request] = []

    def handle(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, stream=httpx.ByteStream(b""))

    # Nothing listens on port 80 here: the request is looked at before it would leave.
    with httpx.Client(transport=httpx.MockTransport(handle)) as client:
        send(client, TargetPolicy(["hooks.example", "fd00::/16"]).resolve(url, on_loopback), HEADERS, BODY)
    assert seen[0].headers["host"] == host


@pytest.mark.parametrize(
    ("status", "delivered", "gone", "said"),
    [
        (200, True, False, "answered 200"),
        (299, True, False, "answered 299"),
        (304, False, False, "a redirect, which is not followed"),
        (400, False, False, "answered 400; answer with a status from 200 to 299"),
        (410, False, True, "it wants no messages any more"),
        (503, False, False, "answered 503; answer with a status from 200 to 299"),
    ],
)
def test_the_status_says_what_came_of_a_message(status: int, delivered: bool, gone: bool, said: str) -> None:
    with receiver(with_status(status)) as there:
        outcome = sent(target(there.port))
    assert (outcome.status, outcome.delivered, outcome.gone) == (status, delivered, gone)
    assert said in outcome.detail


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_a_failure_and_its_place_is_sent_nothing(status: int) -> None:
    with receiver(with_status(200)) as second:
        place = {"location": f"http://127.0.0.1:{second.port}/stolen"}
        with receiver(with_status(status, place)) as first:
            outcome = sent(target(first.port))
    assert (outcome.status, outcome.delivered) == (status, False)
    assert outcome.detail == (
        f"hooks.example answered {status}, a redirect, which is not followed; subscribe with the URL it leads to"
    )
    assert (len(first.received), len(second.received)) == (1, 0)


def test_a_redirect_to_nowhere_is_told_as_a_redirect() -> None:
    with receiver(with_status(302, {"location": "https://[:"})) as there:
        assert "a redirect" in sent(target(there.port)).detail


def test_no_cookie_of_one_receiver_goes_to_another() -> None:
    with receiver(with_status(200, {"set-cookie": "whose=first; Path=/"})) as there, new_client() as client:
        for host in ["hooks.example", "other.example"]:
            assert send(client, target(there.port, host=host), HEADERS, BODY).delivered
    assert ["cookie" in each.headers for each in there.received] == [False, False]


def test_no_proxy_of_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with receiver(with_status(502)) as proxy, receiver(with_status(200)) as there:
        for name in ["http_proxy", "HTTPS_PROXY", "ALL_PROXY"]:
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        assert sent(target(there.port)).delivered
    assert proxy.received == []


def test_what_is_logged_and_told_has_nothing_of_the_path(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO), receiver(with_status(500)) as there:
        outcome = sent(target(there.port, path="/secret-path?key=secret-key"))
    assert caplog.records
    assert "secret" not in caplog.text + outcome.detail


def test_a_port_on_which_nobody_listens_is_told() -> None:
    with socket.socket() as unheard:
        unheard.bind(("127.0.0.1", 0))
        port = unheard.getsockname()[1]
        outcome = sent(target(port, path="/?key=secret"))
    assert outcome == Sent(
        None, f"hooks.example does not accept connections on port {port}; start the server or correct the port"
    )


def raw(answer: bytes) -> Answer:
    """An answer of these bytes, after which the receiver hangs up."""

    def write(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(answer)
        handler.close_connection = True

    return write


@pytest.mark.parametrize(
    "answer", [b"", b"HTTP/1.1 2", b"SSH-2.0-OpenSSH\r\n\r\n", b"HTTP/1.1 200 OK\r\n" + b"\0: \r\n\r\n"]
)
def test_an_answer_that_is_no_http_is_told(answer: bytes) -> None:
    with receiver(raw(answer)) as there:
        outcome = sent(target(there.port))
    assert outcome == Sent(
        None, "hooks.example broke off, or did not answer in HTTP; answer with a status from 200 to 299", unknown=True
    )


def test_a_message_is_delivered_once_its_status_came_whatever_becomes_of_the_answer() -> None:
    with receiver(raw(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nshort")) as there:
        assert sent(target(there.port)).delivered


def test_messages_are_tried_for_three_days_as_the_standard_has_it() -> None:
    waits = [next_attempt(attempts) for attempts in range(12)]
    seconds = [wait.total_seconds() if wait is not None else None for wait in waits]
    assert seconds == [0, 5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400, None, None]
    assert sum((wait for wait in waits if wait), timedelta()) == timedelta(hours=75, minutes=35, seconds=5)


def test_jitter_makes_a_wait_longer_by_thousandths() -> None:
    assert next_attempt(1, jitter=200) == timedelta(seconds=6)
    assert next_attempt(0, jitter=1_000) == timedelta()
    assert next_attempt(10, jitter=1_000) is None
