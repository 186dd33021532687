"""Manners: limits of size, rate and time, security headers, problems, logs without anybody in them, metrics."""

import http.client
import json
import logging
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from api.problems import PROBLEMS
from api.service.observability.logs import JsonFormatter
from api.service.requests.rate_limits import Rate, RequestLimits
from tests.api.asking import PATIENCE
from tests.api.routes.served import Served, served
from tests.ledger.stores import SQLiteStores


@pytest.fixture
def sqlite_service(sqlite_stores: SQLiteStores) -> Iterator[Served]:
    with served(sqlite_stores.url()) as service:
        yield service


def test_every_answer_has_the_security_headers_and_the_id_of_the_request(sqlite_service: Served) -> None:
    with sqlite_service.client("hr") as hr, sqlite_service.client(None) as nobody:
        for answer in (hr.get("/v1/me"), nobody.get("/v1/me"), nobody.get("/nothing"), nobody.get("/healthz")):
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert "default-src 'none'" in answer.headers["content-security-policy"]
            assert answer.headers["cache-control"] == "no-store"
            assert answer.headers["x-request-id"]
            assert "access-control-allow-origin" not in answer.headers
            assert "server" not in answer.headers
        given = nobody.get("/nothing", headers={"X-Request-Id": "abc-1", "Origin": "https://elsewhere.example"})
        assert given.headers["x-request-id"] == given.json()["request"] == "abc-1"
        assert "access-control-allow-origin" not in given.headers
        forged = nobody.get("/nothing", headers={"X-Request-Id": 'a"b'})
        assert forged.headers["x-request-id"] != 'a"b'


def test_every_kind_of_problem_has_a_page_where_its_type_leads_to(sqlite_service: Served) -> None:
    with sqlite_service.client(None) as nobody:
        for kind in PROBLEMS.values():
            page = nobody.get(kind.type)
            assert page.status_code == 200
            assert kind.title_in("zh-CN") in page.text
            assert kind.title in page.text
            assert kind.type in nobody.get("/problems").text
        assert nobody.get("/problems/none").status_code == 404


def test_an_address_that_is_not_there_and_a_method_that_it_does_not_take_are_problems(sqlite_service: Served) -> None:
    with sqlite_service.client("hr") as hr:
        assert hr.get("/v1/nothing").json()["type"] == "/problems/not-found"
        wrong = hr.delete("/v1/clocks")
        assert (wrong.status_code, wrong.headers["allow"]) == (405, "POST")
        both = hr.put("/v1/webhooks")
        assert (both.status_code, both.headers["allow"]) == (405, "GET, POST")
        assert both.headers["content-type"] == "application/problem+json"


def test_a_request_that_is_too_large_is_refused_before_it_is_read(sqlite_stores: SQLiteStores) -> None:
    with served(sqlite_stores.url(), settings={"body_limit": 2_000}) as service, service.client("hr") as hr:
        announced = hr.post("/v1/clocks", content=b"x" * 2_001)
        assert (announced.status_code, announced.json()["type"]) == (413, "/problems/too-large")
        streamed = hr.post("/v1/clocks", content=iter([b"x" * 1_500, b"x" * 1_500]))
        assert streamed.status_code == 413
        assert hr.get("/v1/me").status_code == 200


@pytest.mark.slow
def test_a_request_that_is_too_slow_to_arrive_is_ended(sqlite_stores: SQLiteStores) -> None:
    with served(sqlite_stores.url(), settings={"request_seconds": 1}) as service:
        host, port = service.url.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), timeout=PATIENCE) as connection:
            head = f"POST /v1/clocks HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {service.key('hr')}\r\n"
            connection.sendall(f"{head}Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{{".encode())
            answer = http.client.HTTPResponse(connection)
            answer.begin()
            assert answer.status == 408
            assert json.loads(answer.read())["type"] == "/problems/too-slow"


def test_a_key_that_asks_too_often_waits_and_others_do_not(sqlite_stores: SQLiteStores) -> None:
    settings = {"rate": "5/hour", "anonymous_rate": "3/hour"}
    with (
        served(sqlite_stores.url(), settings=settings) as service,
        service.client("hr") as hr,
        service.client("auditor") as auditor,
        service.client(None) as nobody,
    ):
        statuses = [hr.get("/v1/me").status_code for _ in range(7)]
        assert statuses == [200] * 5 + [429] * 2
        refused = hr.get("/v1/me")
        assert refused.json()["type"] == "/problems/too-many-requests"
        assert 0 < int(refused.headers["retry-after"]) <= 3600
        assert auditor.get("/v1/me").status_code == 200
        assert [nobody.get("/v1/me").status_code for _ in range(5)] == [401] * 3 + [429] * 2


def test_rates_are_counted_by_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0]
    limits = RequestLimits("2/minute", "1/second", lambda: now[0])
    limits.count("a")
    limits.count("a")
    with pytest.raises(Exception, match="wait 60 seconds"):
        limits.count("a")
    limits.count("b")
    now[0] = 60
    limits.count("a")
    for text in ("5", "0/second", "5/day", "-1/hour"):
        with pytest.raises(ValueError, match="is not a rate"):
            Rate.read(text)


@contextmanager
def logged() -> Iterator[list[str]]:
    """The lines that the service logs meanwhile."""
    lines: list[str] = []

    class Keeping(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(JsonFormatter().format(record))

    root, handler = logging.getLogger(), Keeping()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    try:
        yield lines
    finally:
        root.removeHandler(handler)
        root.setLevel(level)


@pytest.mark.slow
def test_logs_are_json_and_have_nobody_in_them(sqlite_stores: SQLiteStores, capfd: pytest.CaptureFixture[str]) -> None:
    person = {"employee": "E-secret", "name": "王秘密", "role": "csr", "team": "A", "hired_on": "2024-11-01"}
    with logged(), served(sqlite_stores.url()) as service, service.client("hr") as hr:
        capfd.readouterr()
        hr.post("/v1/employees", json=person)
        hr.get("/v1/periods/2024-10/payroll?employee=E-secret")
        hr.get("/v1/employees/E-secret/history")
        hr.post("/v1/employees", json=person | {"name": ""})
    lines = [line for line in capfd.readouterr().err.splitlines() if line.startswith("{")]
    told: list[dict[str, Any]] = [json.loads(line) for line in lines]
    assert [(each["method"], each["path"], each["status"]) for each in told] == [
        ("POST", "/v1/employees", 201),
        ("GET", "/v1/periods/{period}/payroll", 200),
        ("GET", "/v1/employees/{employee}/history", 200),
        ("POST", "/v1/employees", 422),
    ]
    assert all(each["request"] and each["principal"].startswith("key:") for each in told)
    assert not any("secret" in line or "王" in line for line in lines)
    with logged() as kept:
        logging.getLogger("x").info("told", extra={"request": "r1"})
    assert json.loads(kept[0]) | {"at": ""} == {
        "at": "", "level": "INFO", "logger": "x", "message": "told", "request": "r1"}  # fmt: skip


@pytest.mark.slow
def test_metrics_count_operations_and_not_people(sqlite_service: Served) -> None:
    with sqlite_service.client("hr") as hr, sqlite_service.client("admin") as admin:
        for _ in range(3):
            hr.get("/v1/periods/2024-10/payroll?employee=E1")
        told = admin.get("/v1/metrics").text
        assert hr.get("/v1/metrics").status_code == 403
    line = 'workledger_requests_total{method="GET",path="/v1/periods/{period}/payroll",status="200"} 3.0'
    assert line in told
    assert f"workledger_position {float(sqlite_service.ledger.facts.last_position())}" in told
    assert "E1" not in told


def test_an_error_of_ours_is_a_problem_that_tells_nothing(
    sqlite_service: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> int:
        raise RuntimeError("the secret of the house")

    with sqlite_service.client("hr") as hr, logged() as lines:
        monkeypatch.setattr(sqlite_service.service.ledger.facts, "last_position", broken)
        answer = hr.get("/v1/ledger")
        monkeypatch.undo()
    assert (answer.status_code, answer.json()["type"]) == (500, "/problems/internal")
    assert "secret" not in answer.text
    assert any("the secret of the house" in line for line in lines)
