"""Who only holds on is let go, who sends too much is refused, and others are answered meanwhile."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.api.asking import asking
from tests.api.service.process import ServedProcess, serving
from tests.api.service.test_processes import prepared
from tests.api.service.wire import GOOD, Wire, is_served
from tests.ledger.stores import SQLiteStores

pytestmark = pytest.mark.slow

LAST = GOOD.replace(b"Host", b"Connection: close\r\nHost")
HEAD = b"GET /healthz HTTP/1.1\r\nHost: x\r\n"
LIMITS = {
    "WORKLEDGER_HEAD_SECONDS": "1",
    "WORKLEDGER_REQUEST_SECONDS": "1",
    "WORKLEDGER_ANONYMOUS_RATE": "1000000/second",
}
MOST_MORE = 64_000
"""Kilobytes that a service may have more of in memory after it was attacked."""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """A store with the small centre in it, and a key of HR; several services may be of it, one after another."""
    return prepared(SQLiteStores(tmp_path_factory.mktemp("connections")))


@pytest.fixture(scope="module")
def service(store: tuple[str, str]) -> Iterator[ServedProcess]:
    with serving(store[0], **LIMITS) as found:
        yield found
        assert found.stop() == 0, found.lines[-5:]
        assert not [line for line in found.lines if "Traceback" in line or '"ERROR"' in line]


def memory_of(service: ServedProcess) -> int:
    """Kilobytes of memory that a service has now; 0 where the system does not say."""
    told = Path(f"/proc/{service.process.pid}/status")
    found = re.search(r"VmRSS:\s+(\d+) kB", told.read_text()) if told.exists() else None
    return int(found[1]) if found else 0


@pytest.mark.parametrize(
    "more",
    [
        b"X-Field: %s\r\n" % (b"a" * 1_000),
        b"a" * 65_536,
        b"a:\r\n" * 1_000,
    ],
    ids=["fields", "one field", "small fields"],
)
def test_a_head_without_end_is_refused_and_not_kept(service: ServedProcess, more: bytes) -> None:
    url, before = service.url, memory_of(service)
    for _ in range(4):
        with Wire(url) as wire:
            wire.send(HEAD + b"X-More: ")
            sent = 0
            while sent < 48_000_000 and wire.send(more * (65_536 // len(more))):
                sent += 65_536
            assert wire.answer()[0] == 431
        assert is_served(url)
    assert memory_of(service) - before < MOST_MORE


def test_an_address_that_is_too_long_is_a_problem_of_the_head(service: ServedProcess) -> None:
    with Wire(service.url) as wire:
        wire.send(b"GET /v1/facts?after=" + b"1" * 66_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n")
        status, told = wire.answer()
        assert (status, told["type"]) == (431, "/problems/head-too-large")
        assert "65536 bytes" in told["detail"]


def test_heads_that_do_not_end_are_ended_and_a_good_client_is_served_beside_them(service: ServedProcess) -> None:
    url = service.url
    with ExitStack() as open_:
        unfinished = [open_.enter_context(Wire(url)) for _ in range(300)]
        for wire in unfinished:
            wire.send(HEAD + b"X-")
        silent = open_.enter_context(Wire(url))
        assert is_served(url)
        assert is_served(url)
        assert silent.rest() == b""
        answers = [wire.rest() for wire in unfinished]
    told = [answer for answer in answers if answer]
    assert all(b" 408 " in answer and b"/problems/too-slow" in answer for answer in told)
    assert len(told) >= 200


def test_a_body_that_drips_is_ended_after_its_time_in_all(service: ServedProcess, store: tuple[str, str]) -> None:
    head = (
        f"POST /v1/clocks HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {store[1]}\r\n"
        "Content-Type: application/json\r\nContent-Length: 100000\r\n\r\n"
    )
    with Wire(service.url) as wire:
        wire.send(head.encode())
        sent = 0
        while not wire.is_answered(0.2) and sent < 100:
            wire.send(b" ")
            sent += 1
        status, told = wire.answer()
        assert (status, told["type"]) == (408, "/problems/too-slow")
        assert sent < 100
        assert is_served(service.url)


@pytest.mark.parametrize("path", ["/v1/imports", "/v1/clocks", "/hr/imports", "/iclock/cdata?SN=1&table=ATTLOG"])
@pytest.mark.parametrize("framed", [b"Content-Length: 500000000", b"Transfer-Encoding: chunked"])
def test_what_is_not_permitted_is_refused_before_its_body_is_sent(
    service: ServedProcess, path: str, framed: bytes
) -> None:
    with Wire(service.url) as wire:
        wire.send(b"POST %s HTTP/1.1\r\nHost: x\r\n%s\r\n\r\n" % (path.encode(), framed))
        status, _ = wire.answer()
        assert status in (401, 413, 303)
        # What comes nevertheless is let pass for a while, and then the connection is ended.
        while wire.send(b"1000\r\n" + b"a" * 4_096 + b"\r\n"):
            pass
    assert is_served(service.url)


def test_trailers_without_end_are_not_kept_and_say_nothing(service: ServedProcess, store: tuple[str, str]) -> None:
    url, before = service.url, memory_of(service)
    head = (
        f"POST /v1/clocks HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {store[1]}\r\n"
        "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n"
    )
    chunk = head.replace("2\r\n{}\r\n0\r\n", "2;").encode()
    for begun, more in (
        (head.encode(), b"X-Field: %s\r\n" % (b"a" * 1_000)),
        (head.encode(), b"a" * 65_536),
        (chunk, b"a" * 65_536),
    ):
        with Wire(url) as wire:
            wire.send(begun)
            sent = 0
            while sent < 48_000_000 and wire.send(more * (65_536 // len(more))):
                sent += 65_536
        assert is_served(url)
    assert memory_of(service) - before < MOST_MORE
    with Wire(url) as wire:
        wire.send(head.replace("Authorization", "X-Nobody").encode())
        wire.send(f"Authorization: Bearer {store[1]}\r\n\r\n".encode())
        assert wire.answer()[0] == 401


def test_who_has_waited_longest_gives_way_where_there_are_too_many(store: tuple[str, str]) -> None:
    for limit in ("WORKLEDGER_CONNECTIONS", "WORKLEDGER_ADDRESS_CONNECTIONS"):
        with serving(store[0], **{"WORKLEDGER_HEAD_SECONDS": "600", limit: "5"}) as service, ExitStack() as open_:
            url = service.url
            held = [open_.enter_context(Wire(url)) for _ in range(12)]
            assert is_served(url)
            assert [wire.rest() for wire in held[:7]] == [b""] * 7
            held[-1].send(GOOD)
            assert held[-1].answer()[0] == 200
            assert service.stop() == 0


def test_where_all_are_being_answered_one_more_is_told_to_come_again(store: tuple[str, str]) -> None:
    url, token = store
    with serving(url, WORKLEDGER_CONNECTIONS="2") as service, ExitStack() as open_:
        follow = f"GET /v1/facts/stream HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\r\n".encode()
        followers = [open_.enter_context(Wire(service.url)) for _ in range(2)]
        for follower in followers:
            follower.send(follow)
            assert follower.socket.recv(12) == b"HTTP/1.1 200"
        with Wire(service.url) as wire:
            answer = wire.rest()
            assert b" 503 " in answer
            assert b"retry-after: 5" in answer.lower()
        followers[0].socket.close()
        with asking(service.url, token) as client:
            client.post("/v1/clocks", json={"employee": "E1", "at": "2024-11-02T09:00:00+08:00", "direction": "in"})
        assert service.stop() == 0


def test_followers_are_counted_before_they_are_let_through(store: tuple[str, str]) -> None:
    url, token = store
    with serving(url, WORKLEDGER_STREAMS="3") as service, ExitStack() as open_:
        wires = [open_.enter_context(Wire(service.url)) for _ in range(20)]
        for wire in wires:
            wire.send(f"GET /v1/facts/stream HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\r\n".encode())
        statuses = sorted(wire.socket.recv(12)[9:] for wire in wires)
        assert statuses == [b"200"] * 3 + [b"429"] * 17
        assert service.stop() == 0


def test_who_takes_nothing_of_an_answer_is_let_go(store: tuple[str, str]) -> None:
    with serving(store[0], **LIMITS) as service, Wire(service.url) as wire:
        asked = 16
        wire.send(GOOD.replace(b"healthz", b"docs/swagger-ui-bundle.js") * asked)
        while not any("not read: 1" in line for line in service.lines):
            assert is_served(service.url)
        assert wire.rest().count(b"HTTP/1.1 200") < asked
        assert service.stop() == 0


NO_HTTP = [
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 100 + b"\r\n\r\n",
    b"GARBAGE\r\n\r\n",
    b"ABSURD /healthz HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET /healthz HTTP/9.9\r\nHost: x\r\n\r\n",
    b"GET /a b HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET /\xff\xfe HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET healthz HTTP/1.1\r\nHost: x\r\n\r\n",
    b"POST /v1/clocks HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
    b"POST /v1/clocks HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\n{}",
    b"POST /v1/clocks HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    b"POST /v1/clocks HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n0\r\n\r\n",
    b"POST /v1/clocks HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: identity, chunked, gzip\r\n\r\n0\r\n\r\n",
    b"POST /v1/clocks HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n{}",
    b"POST /v1/clocks HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999999\r\n\r\n{}",
    b"GET /healthz HTTP/1.1\r\nHost: x\r\n folded: y\r\n\r\n",
    b"GET /healthz HTTP/1.1\r\nHost : x\r\n\r\n",
    b"GET /healthz HTTP/1.1\r\nHo\x00st: x\r\n\r\n",
]


@pytest.mark.parametrize("sent", NO_HTTP, ids=range(len(NO_HTTP)))
def test_what_is_no_http_is_a_problem_and_the_end_of_the_connection(service: ServedProcess, sent: bytes) -> None:
    with Wire(service.url) as wire:
        wire.send(sent)
        status, told = wire.answer()
        assert (status, told["type"]) == (400, "/problems/malformed")
        assert wire.rest() == b""
    assert is_served(service.url)


ODD = [
    (b"GET /healthz HTTP/1.0\r\n\r\n", 200),
    (b"GET /healthz HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", 200),
    (b"GET http://elsewhere.example/healthz HTTP/1.1\r\nHost: x\r\n\r\n", 200),
    (b"OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", 404),
    (b"GET //healthz HTTP/1.1\r\nHost: x\r\n\r\n", 404),
    (b"GET /%00 HTTP/1.1\r\nHost: x\r\n\r\n", 404),
    (b"GET /%ff%fe HTTP/1.1\r\nHost: x\r\n\r\n", 404),
    (b"GET /../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n", 404),
    (b"PROPFIND /healthz HTTP/1.1\r\nHost: x\r\n\r\n", 405),
    (b"GET /healthz HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n", 200),
    (b"GET /healthz HTTP/1.1\r\nHost: x\r\nUpgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\n\r\n", 200),
    (b"GET /healthz HTTP/1.1\r\n\r\n", 400),
    (b"POST /v1/clocks HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 9999999\r\n\r\n", 413),
]


@pytest.mark.parametrize(("sent", "status"), ODD, ids=range(len(ODD)))
def test_what_is_odd_and_yet_http_is_answered(service: ServedProcess, sent: bytes, status: int) -> None:
    with Wire(service.url) as wire:
        wire.send(sent)
        assert wire.answer()[0] == status
    assert is_served(service.url)


def test_requests_one_after_another_are_answered_in_order_and_so_many_at_once(service: ServedProcess) -> None:
    with Wire(service.url) as wire:
        wire.send(GOOD + GOOD.replace(b"healthz", b"nothing") + LAST)
        assert re.findall(rb"HTTP/1.1 (\d+)", wire.rest()) == [b"200", b"404", b"200"]
    with Wire(service.url) as wire:
        wire.send(GOOD * 5_000)
        assert 1 <= wire.rest().count(b" 200 OK") < 5_000
    with Wire(service.url) as wire:
        wire.send(GOOD + b"GARBAGE\r\n\r\n")
        assert wire.rest().startswith(b"HTTP/1.1 200")
    assert is_served(service.url)


def test_who_stops_the_service_does_not_wait_for_who_only_holds_on(store: tuple[str, str]) -> None:
    with serving(store[0], WORKLEDGER_HEAD_SECONDS="600") as service, ExitStack() as open_:
        for _ in range(20):
            open_.enter_context(Wire(service.url)).send(HEAD)
        assert is_served(service.url)
        assert service.stop() == 0
