"""Nothing that anybody can type, into an address, a form or a header, is answered by a failure of the service."""

import socket
from collections.abc import Callable, Iterator
from urllib.parse import quote_from_bytes, urlsplit

import httpx
import pytest

from api.console.routes import console_routes
from tests.api.console.absurd import ABSURD, addresses, names_of, usual
from tests.api.console.test_sessions import csrf_of, somebody
from tests.api.routes.operations import operations
from tests.api.routes.served import Served, served

USUAL = {"period": "2024-10", "employee": "E1", "report": "hours", "name": "payslips", "kind": "swap"}
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_ELSEWHERE = ("/sign-in/issuer", "/sign-out")


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(f"sqlite:///{tmp_path_factory.mktemp('absurd')}/ledger.db") as found:
        yield found


@pytest.fixture(scope="module")
def hr(service: Served) -> Iterator[httpx.Client]:
    with somebody(service, "hr") as client:
        yield client


def routes(method: str) -> list[object]:
    return [
        each for each in console_routes() if method in (each.methods or ()) and not each.path.startswith(_ELSEWHERE)
    ]


def failures(ask: Callable[[], Iterator[httpx.Response]]) -> list[tuple[int, str]]:
    return [(each.status_code, str(each.url)[:200]) for each in ask() if each.status_code >= 500]


@pytest.mark.parametrize("value", ABSURD.values(), ids=ABSURD)
def test_no_page_fails_for_what_stands_behind_its_address(hr: httpx.Client, value: bytes) -> None:
    (route,) = (each for each in console_routes() if each.path == "/audit/time-machine")
    names = names_of(route)
    for start in range(0, len(names), 8):
        behind = "&".join(f"{name}={quote_from_bytes(value)}" for name in names[start : start + 8])
        assert hr.get(f"/audit/time-machine?{behind}").status_code < 500


@pytest.mark.slow
def test_no_page_fails_for_an_absurd_part_of_its_address(hr: httpx.Client) -> None:
    # One value of each sort: a page is answered before it looks at which it is.
    sorts = ("many digits", "the year 1", "the last month", "a new line", "no character", "a small two")

    def asked() -> Iterator[httpx.Response]:
        for route in routes("GET"):
            for sort in sorts:
                for address in addresses(route.path, ABSURD[sort], USUAL):
                    yield hr.get(address)

    assert failures(asked) == []


@pytest.mark.slow
def test_no_form_fails_for_absurd_fields(hr: httpx.Client) -> None:
    csrf, values = csrf_of(hr), list(ABSURD.values())

    def asked() -> Iterator[httpx.Response]:
        for route in routes("POST"):
            names = names_of(route)
            for turn in range(0, len(values), 5):
                given = [(name, values[(place + turn) % len(values)]) for place, name in enumerate(names)]
                body = "&".join(f"{name}={quote_from_bytes(value)}" for name, value in given)
                yield hr.post(usual(route.path, USUAL), content=f"{body}&csrf={csrf}", headers=_FORM)

    assert failures(asked) == []


@pytest.mark.slow
def test_no_operation_fails_for_absurd_parts_and_parameters(service: Served) -> None:
    sorts = ("many digits", "the first instant", "the last instant", "the last month", "a new line", "a small two")

    def asked() -> Iterator[httpx.Response]:
        with service.client("hr") as client:
            for each in operations(service.app):
                if each.method != "GET":
                    continue
                behind = [one["name"] for one in each.told.get("parameters", ()) if one.get("in") == "query"]
                for sort in sorts:
                    value = quote_from_bytes(ABSURD[sort], safe="")
                    yield from (client.get(address) for address in addresses(each.path, ABSURD[sort], USUAL))
                    yield from (client.get(f"{each.address}?{name}={value}") for name in behind)

    assert failures(asked) == []


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/why/2024-10/payroll/E%0aX", 404),
        ("/audit/time-machine?as_of=0001-01-01T00:00", 422),
        ("/audit/time-machine?as_of=9999-12-31T23:59", 422),
        ("/audit/history/E1?as_of=0001-01-01T00:00", 422),
        ("/hr/people/%00", 404),
        ("/my/leaves?minutes=" + "9" * 5_000, 422),
    ],
)
def test_a_page_says_what_it_cannot_read(hr: httpx.Client, address: str, status: int) -> None:
    answer = hr.get(address)
    assert (answer.status_code, "text/html" in answer.headers["content-type"]) == (status, True)


@pytest.mark.parametrize("number", ["9" * 5_000, "²", "٣", "-1", "1e999"])
def test_a_number_of_minutes_that_is_none_is_told(service: Served, number: str) -> None:
    with httpx.Client(base_url=service.url, trust_env=False, headers={"Accept-Language": "en"}) as client:
        client.post("/sign-in", data={"key": service.key("employee", "E1")})
        fields = {"type": "annual", "first_date": "2024-12-02", "last_date": "", "minutes": number, "key": "k"}
        answer = client.post("/my/leaves", data={**fields, "csrf": csrf_of(client)})
    assert answer.status_code == 422
    assert "text/html" in answer.headers["content-type"]


@pytest.mark.parametrize(
    ("head", "status"),
    [
        ("Origin: http://elsewhere.example\r\n", 400),
        ("Origin: null\r\n", 400),
        ("Host: a\r\nHost: b\r\n", 400),
        ("Host:\r\nOrigin: x\r\n", 403),
        ("Host: a\r\nOrigin: \xff\xfe\r\n", 403),
        ("Host: a\r\nOrigin: http://a\r\nOrigin: http://b\r\nCookie: \xff=\xff\r\nCookie: ;;;\r\n", 403),
    ],
)
def test_heads_that_no_browser_sends_are_refused(service: Served, head: str, status: int) -> None:
    there = urlsplit(service.url)
    with socket.create_connection((there.hostname, there.port), timeout=30) as asking:
        body = "key=x&next=/"
        asking.sendall(
            f"POST /sign-in HTTP/1.1\r\n{head}Content-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n{body}".encode("latin-1")
        )
        answer = b"".join(iter(lambda: asking.recv(65_536), b""))
    assert int(answer.split()[1]) == status, answer[:300]
