"""Sessions and the door: what a cookie is worth, when a session ends, and which requests are not its own."""

from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from api.console.routes import console_routes
from api.console.sessions import COOKIE, NOTICE
from tests.api.asking import asking
from tests.api.routes.served import Served, served
from tests.api.service.wire import Wire
from tests.ledger.material import Hands
from tests.ledger.stores import SQLiteStores

pytestmark = pytest.mark.slow
_OPEN = {"/sign-in", "/sign-in/issuer", "/sign-in/issuer/return", "/static/{name}", "/sign-out"}
"""What is answered to who has not signed in."""


@pytest.fixture
def service(sqlite_stores: SQLiteStores, clock: Hands) -> Iterator[Served]:
    with served(sqlite_stores.url(), clock=clock) as found:
        yield found


@contextmanager
def somebody(service: Served, role: str | None = "auditor") -> Iterator[httpx.Client]:
    """A browser, signed in unless there is no role."""
    with asking(service.url, headers={"Accept-Language": "en"}) as client:
        if role is not None:
            assert client.post("/sign-in", data={"key": service.key(role)}).status_code == 303
        yield client


def is_in(client: httpx.Client) -> bool:
    answer = client.get("/me")
    assert answer.status_code == 200 or answer.headers["location"] == "/sign-in?next=%2Fme"
    return answer.status_code == 200


def csrf_of(client: httpx.Client) -> str:
    return client.get("/me").text.partition('name="csrf" value="')[2].partition('"')[0]


def paths(method: str) -> list[str]:
    """The addresses of pages that somebody has to sign in for, whatever stands in them."""
    pages = [each for each in console_routes() if each.path not in _OPEN and method in (each.methods or ())]
    return [each.path.replace("{", "").replace("}", "") for each in pages]


def test_the_cookie_is_for_this_site_alone_and_for_no_script(service: Served) -> None:
    with somebody(service, None) as client:
        plain = client.post("/sign-in", data={"key": service.key("hr")}).headers["set-cookie"]
        assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(plain.split("; "))
        assert "Secure" not in plain
        assert service.key("hr") not in plain
        behind = client.post("/sign-in", data={"key": service.key("hr")}, headers={"X-Forwarded-Proto": "https"})
        assert "Secure" in behind.headers["set-cookie"].split("; ")


def test_a_cookie_that_was_changed_or_is_of_another_kind_is_no_session(service: Served) -> None:
    with somebody(service) as client:
        sealed = client.cookies[COOKIE]
        for wrong in (sealed[:-6] + "AAAAA=", sealed[:40], "x", "gAAAAA==", f"{sealed}A", "%00"):
            client.cookies = {COOKIE: wrong}  # type: ignore[assignment]
            assert not is_in(client)
        client.cookies = {COOKIE: sealed, NOTICE: sealed}  # type: ignore[assignment]
        answer = client.get("/me")
        assert (answer.status_code, 'class="notice' in answer.text) == (200, False)


def test_a_notice_that_nobody_left_is_not_shown_and_is_no_session(service: Served) -> None:
    with somebody(service) as client:
        client.post("/sign-out", data={"csrf": "guessed"})
        for forged in ("You have won", '["done", "You have won"]', "gAAAAABo"):
            client.cookies.set(NOTICE, forged)
            assert 'class="notice' not in client.get("/me").text
        assert is_in(client)


def test_a_session_ends_with_the_key_with_time_and_by_signing_out(service: Served, clock: Hands) -> None:
    with somebody(service) as client, service.client("admin") as admin:
        assert is_in(client)
        number = client.get("/me").text.partition("<code>key:")[2].partition("</code>")[0]
        assert admin.delete(f"/v1/keys/{number}").status_code == 200
        assert not is_in(client)
    with somebody(service, "hr") as client:
        sealed = client.cookies[COOKIE]
        clock.move(hours=11)
        assert is_in(client)
        clock.move(hours=2)
        client.cookies.set(COOKIE, sealed)
        assert not is_in(client)
    with somebody(service, "hr") as client:
        client.post("/sign-out", data={"csrf": csrf_of(client)})
        assert COOKIE not in client.cookies
        assert not is_in(client)


@pytest.mark.parametrize("engine", ["sqlite", "postgres"])
def test_a_copied_cookie_is_worth_nothing_to_any_worker_once_its_session_is_signed_out(
    engine: str, request: pytest.FixtureRequest, clock: Hands
) -> None:
    url = request.getfixturevalue(f"{engine}_stores").url()
    with (
        served(url, clock=clock) as one,
        served(url, clock=clock, facts=None) as another,
        somebody(one, "hr") as client,
        somebody(one, "hr") as beside,
    ):
        copied = client.cookies[COOKIE]
        client.post("/sign-out", data={"csrf": csrf_of(client)})
        for worker in (one, another):
            with somebody(worker, None) as thief:
                thief.cookies.set(COOKIE, copied)
                assert not is_in(thief)
                assert thief.get("/").headers["location"] == "/sign-in"
        assert is_in(beside)
    with served(url, clock=clock, facts=None) as again, somebody(again, None) as thief:
        thief.cookies.set(COOKIE, copied)
        assert not is_in(thief)


def test_what_is_kept_of_a_session_that_was_signed_out_goes_when_it_would_have_ended(
    service: Served, clock: Hands
) -> None:
    def kept() -> int:
        with service.ledger.transactions.looking() as (cursor, _now):
            cursor.execute("SELECT COUNT(*) AS kept FROM ended_sessions")
            return int(cursor.fetchone()["kept"])

    for _ in range(3):
        with somebody(service, "hr") as client:
            client.post("/sign-out", data={"csrf": csrf_of(client)})
    assert kept() == 3
    clock.move(hours=13)
    with somebody(service, "hr") as client:
        client.post("/sign-out", data={"csrf": csrf_of(client)})
    assert kept() == 1


def test_a_longer_time_of_sessions_does_not_bring_back_one_that_has_ended(
    sqlite_stores: SQLiteStores, clock: Hands
) -> None:
    url = sqlite_stores.url()
    with served(url, clock=clock) as service, somebody(service, "hr") as client:
        copied = client.cookies[COOKIE]
    clock.move(hours=13)
    longer = {"session_seconds": 7 * 86_400}
    with served(url, clock=clock, facts=None, settings=longer) as service, somebody(service, None) as client:
        client.cookies.set(COOKIE, copied)
        assert not is_in(client)


def test_no_form_is_taken_that_is_not_the_session_s_own(service: Served) -> None:
    foreign = ({"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"})
    with somebody(service, "hr") as client, somebody(service, "manager") as other, somebody(service, None) as nobody:
        own, others = csrf_of(client), csrf_of(other)
        assert client.post("/sign-out", data={"csrf": others}).status_code == 303
        assert is_in(client)
        for path in paths("POST"):
            for csrf in ("", "guessed", others):
                assert client.post(path, data={"csrf": csrf}).status_code == 403, path
                assert client.post(path, headers={"x-csrf-token": csrf}).status_code == 403, path
            for header in foreign:
                assert client.post(path, data={"csrf": own}, headers=header).status_code == 403, path
            assert nobody.post(path).headers["location"] == "/sign-in", path


def test_signing_in_from_another_site_is_refused(service: Served) -> None:
    with somebody(service, None) as client:
        key = {"key": service.key("hr")}
        assert client.post("/sign-in", data=key, headers={"Origin": "https://elsewhere.example"}).status_code == 403
        assert client.post("/sign-in", data=key, headers={"Sec-Fetch-Site": "same-site"}).status_code == 403
        assert COOKIE not in client.cookies


def test_nobody_is_led_off_the_site_after_signing_in(service: Served) -> None:
    elsewhere = ("//e.example", "/\\e.example", "https://e.example", "\\\\e.example", "e", "/\t/e.example",
                 "javascript:alert(1)", "/\n/e.example", " //e.example", "/\r\nLocation: //e.example")  # fmt: skip
    with somebody(service, None) as client:
        for onward in elsewhere:
            answer = client.post("/sign-in", data={"key": service.key("hr"), "next": onward})
            led = httpx.URL(service.url).join(answer.headers["location"])
            assert (led.host, led.raw_path[:2] in (b"//", b"/\\")) == (httpx.URL(service.url).host, False), onward
            assert 'href="javascript' not in client.get("/sign-in", params={"next": onward}).text


def test_every_page_has_a_policy_is_kept_by_nobody_and_is_for_who_signed_in(service: Served) -> None:
    with somebody(service) as client, somebody(service, None) as nobody:
        for path in paths("GET"):
            answer = client.get(path)
            assert answer.status_code < 500, path
            headers = answer.headers
            assert (headers["x-content-type-options"], headers["cache-control"]) == ("nosniff", "no-store"), path
            assert headers["referrer-policy"] == "same-origin", path
            policy = headers["content-security-policy"]
            assert "default-src '" in policy, path
            assert "frame-ancestors 'none'" in policy, path
            assert "unsafe" not in policy, path
            assert nobody.get(path).headers["location"].startswith("/sign-in"), path


def test_of_what_pages_are_made_with_there_is_only_what_there_is(service: Served) -> None:
    with somebody(service, None) as client:
        assert client.get("/static/console.css").status_code == 200
        for name in ("nothing.css", "..%2Fhouse.py", "console.css%00", "%2Fetc%2Fpasswd"):
            assert client.get(f"/static/{name}").status_code == 404


@pytest.mark.parametrize("path", ["/hr/imports", "/hr/reconcile"])
def test_a_file_that_somebody_may_not_send_is_refused_before_it_is_read(service: Served, path: str) -> None:
    with somebody(service, "admin") as client, Wire(service.url) as wire:
        cookie = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
        head = (
            f"POST {path} HTTP/1.1\r\nHost: x\r\nCookie: {cookie}\r\nContent-Type: multipart/form-data; boundary=x\r\n"
        )
        wire.send(f"{head}Content-Length: 500000000\r\n\r\n--x\r\n".encode())
        assert wire.answer()[0] == 403


def test_a_file_that_is_sent_too_often_is_refused_before_it_is_read(sqlite_stores: SQLiteStores) -> None:
    with (
        served(sqlite_stores.url(), settings={"rate": "2/hour"}) as service,
        somebody(service, "hr") as client,
        Wire(service.url) as wire,
    ):
        for _ in range(2):
            client.get("/v1/me", headers={"Authorization": f"Bearer {service.key('hr')}"})
        cookie = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
        head = f"POST /hr/imports HTTP/1.1\r\nHost: x\r\nCookie: {cookie}\r\nContent-Length: 500000000\r\n\r\n"
        wire.send(head.encode())
        assert wire.answer()[0] == 429


def test_who_signs_in_sends_a_key_and_not_a_file(service: Served) -> None:
    with asking(service.url) as client:
        assert client.post("/sign-in", data={"key": "x" * 70_000}).status_code == 413
        assert client.post("/sign-in", data={"key": "x"}).status_code == 401
